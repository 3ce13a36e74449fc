namespace Affluence.Report.Languages;

/// <summary>
/// Figures as they are said aloud: no more digits than a listener takes for true. Halves are rounded up. People and times are never said
/// more than 5 % off, a larger figure is never said to be smaller, and what is rounded stays as it is when it is rounded again.
/// </summary>
internal static class Rounding
{
    private const double LeastWhole = 10;
    private const double LeastOfTwoFigures = 100;

    /// <summary>Two figures from 100 on: 200,112 is 200,000, 17,003 is 17,000. Below that the number itself.</summary>
    /// <param name="count">From 0 to 10^15.</param>
    public static long People(long count)
    {
        long scale = 1;
        while (count / scale >= 100)
        {
            scale *= 10;
        }

        return (count + (scale / 2)) / scale * scale;
    }

    /// <summary>Two figures from 100 on, whole from 10 on, one decimal from 1 on: 11.77 is 12, 1.52 is 1.5. Below 1 two decimals, as ratios have.</summary>
    public static decimal Times(double ratio) => ratio switch
    {
        >= LeastOfTwoFigures => People((long)Math.Round(ratio, MidpointRounding.AwayFromZero)),
        >= LeastWhole => Round(ratio, 0),
        >= 1 => Round(ratio, 1),
        _ => Round(ratio, 2),
    };

    /// <summary>Whole per cent from 10 on, below that one decimal: 0.4999 is 50, 0.0296 is 3, 0.013 is 1.3.</summary>
    /// <param name="share">0.5 is one half.</param>
    public static decimal Percent(double share) => share * 100 >= LeastWhole ? WholePercent(share) : FinePercent(share);

    /// <summary>Whole per cent: how much more, or fewer.</summary>
    public static decimal WholePercent(double share) => Math.Round((decimal)share * 100, 0, MidpointRounding.AwayFromZero);

    /// <summary>Per cent with one decimal whatever their size, for both ends of a range.</summary>
    public static decimal FinePercent(double share) => Math.Round((decimal)share * 100, 1, MidpointRounding.AwayFromZero);

    private static decimal Round(double value, int decimals) => Math.Round((decimal)value, decimals, MidpointRounding.AwayFromZero);
}
