namespace Affluence.Simulator.Night;

/// <summary>
/// How many visitors there are in each minute of an evening, and how the site answers them. Minutes count from 23:00. docs/night.md says
/// where the figures come from and what was made up.
/// </summary>
internal sealed class Evening
{
    /// <summary>The first minute that can be played, 18:00, and the end of the last, 06:00.</summary>
    public const int FirstMinute = -5 * 60;
    public const int EndMinute = 7 * 60;

    private const double OrdinaryAt23 = 17_000;
    private const double NightAt23 = 200_000;
    private const double SurgeAt23 = NightAt23 - OrdinaryAt23;

    // The American share of an ordinary evening goes up and down between 8.8 and 11.6 %, so 1.4 points to either side of 10.2; what it
    // gains Canada loses.
    private const double Swing = 1.4;
    private const double SwingPeriod = 40;

    private static readonly Curve OrdinaryVisitors = new(
        (-300, 19_000), (-180, 19_500), (-120, 19_000), (-60, 18_100), (0, OrdinaryAt23), (60, 14_500), (180, 10_000), (300, 8_500), (420, 8_000));

    private static readonly Curve SurgeVisitors = new(
        (-300, 0), (-180, 2_000), (-120, 5_000), (-60, 14_000), (-40, 19_000), (-30, 25_000), (-20, 46_000), (-10, 98_000), (-5, 141_000),
        (0, SurgeAt23), (10, 170_000), (30, 148_000), (60, 135_000), (180, 105_000), (360, 45_000), (420, 40_000));

    private static readonly Curve TurnedAwayVisitors = new(
        (0, 0), (5, 9_000), (10, 21_000), (20, 50_000), (30, 74_000), (60, 85_000), (180, 60_000), (420, 30_000));

    private static readonly Curve OrdinaryErrors = new((0, 0.001));

    // It leaps at 23:00: that is when the site began to answer with errors.
    private static readonly Curve NightErrors = new(
        (-120, 0.001), (-30, 0.002), (-1, 0.004), (0, 0.004), (0.001, 0.03), (10, 0.07), (30, 0.12), (120, 0.12), (420, 0.06));

    private readonly Curve _surge;
    private readonly Curve _turnedAway;
    private readonly Curve _errors;

    private Evening(int number, DateTimeOffset at23, Curve surge, Curve turnedAway, Curve errors)
    {
        Number = number;
        At23 = at23;
        (_surge, _turnedAway, _errors) = (surge, turnedAway, errors);
    }

    /// <summary>Names its streams of random numbers.</summary>
    public int Number { get; }

    /// <summary>The instant of 23:00 on the site's clocks.</summary>
    public DateTimeOffset At23 { get; }

    /// <summary>1 November 2016.</summary>
    public static Evening Ordinary(DateTimeOffset at23) => new(1, at23, Curve.Nought, Curve.Nought, OrdinaryErrors);

    /// <summary>8 November 2016.</summary>
    public static Evening Election(DateTimeOffset at23) => new(8, at23, SurgeVisitors, TurnedAwayVisitors, NightErrors);

    public DateTimeOffset InstantOf(int minute) => At23.AddMinutes(minute);

    /// <summary>Distinct visitors of each group with a served page view in the 5 minutes that end with a minute's beginning.</summary>
    public double[] VisitorsAt(int minute) =>
        [.. VisitorGroup.All.Select(group => (OrdinaryVisitors.At(minute) * OrdinaryShare(group, minute)) + (_surge.At(minute) * SurgeShare(group)))];

    /// <summary>Visitors of each group who come and never get in, with a refused page view in these 5 minutes.</summary>
    public double[] TurnedAwayAt(int minute)
    {
        var all = _turnedAway.At(minute);
        return [.. VisitorGroup.All.Select(group => all * group.Night / 100)];
    }

    /// <summary>How likely a page view is refused of a visitor who gets in in the end, 0 to 1.</summary>
    public double ErrorShareAt(double minute) => _errors.At(minute);

    private static double OrdinaryShare(VisitorGroup group, int minute) => group.Country?.ToString() switch
    {
        "US" => group.Ordinary + SwingAt(minute),
        "CA" => group.Ordinary - SwingAt(minute),
        _ => group.Ordinary,
    } / 100;

    private static double SurgeShare(VisitorGroup group) =>
        ((NightAt23 * group.Night) - (OrdinaryAt23 * group.Ordinary)) / (100 * SurgeAt23);

    /// <summary>A triangle wave: nought at 23:00, its top 10 minutes later.</summary>
    private static double SwingAt(int minute)
    {
        var phase = (((minute % SwingPeriod) + SwingPeriod) % SwingPeriod) / SwingPeriod;
        return Swing * (phase < 0.25 ? 4 * phase : phase < 0.75 ? 2 - (4 * phase) : (4 * phase) - 4);
    }
}
