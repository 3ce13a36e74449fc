namespace Affluence.Gateway.OriginLimit;

/// <summary>
/// How slow the site is for what it is asked. Fast and slow pages differ by a factor of a hundred, so a mean over all of them says more about
/// their mix than about the site. Each page has its own usual time, and the <em>level</em> of a number of answers is their time
/// divided by the time that the same pages usually take: dimensionless, and independent of the mix.
/// </summary>
/// <remarks>
/// Usual times are relative to the level of their moment, so a site that is slow for all pages alike leaves them as they are. They are kept for
/// <see cref="Pages"/> slots, picked by hash; pages that share one have a usual time between theirs.
/// </remarks>
internal sealed class AnswerTimes
{
    public const int Pages = 1024;

    /// <summary>An answer counts as at most this many times its usual time, so that one outlier is not taken for the whole site.</summary>
    private const double Outlier = 10;

    /// <summary>Weight of a new answer in the usual time of its page, once that has been seen as often.</summary>
    private const double Weight = 1.0 / 64;

    private readonly double[] _usual = new double[Pages];
    private readonly int[] _seen = new int[Pages];
    private readonly List<(int Page, double Seconds)> _answers = [];
    private double _taken;
    private double _expected;
    private double _mean;

    /// <summary>Level of the last closed group of answers.</summary>
    public double Level { get; private set; } = 1;

    /// <summary>Answers of the open group.</summary>
    public int Count => _answers.Count;

    /// <summary>Moving mean over the last hundred or so answers, of all pages as they are asked for; zero before the first.</summary>
    public TimeSpan Mean => TimeSpan.FromSeconds(_mean);

    public void Add(int page, TimeSpan time)
    {
        page &= Pages - 1;

        // Times of zero, from a site faster than the clock, would make a level of nothing divided by nothing.
        var seconds = Math.Max(time.TotalSeconds, 1e-6);
        if (_seen[page]++ == 0)
        {
            _usual[page] = seconds / Level;
        }

        _answers.Add((page, seconds));
        _expected += _usual[page];
        _taken += Math.Min(seconds, Outlier * _usual[page] * Level);
        _mean += (_mean == 0 ? 1 : 0.02) * (seconds - _mean);
    }

    /// <summary>Ends the open group and begins another.</summary>
    /// <returns>The level of the group, or of the one before if it was empty.</returns>
    public double Close()
    {
        if (_answers.Count > 0)
        {
            Level = _taken / _expected;
            foreach (var (page, seconds) in _answers)
            {
                _usual[page] += Math.Max(1.0 / _seen[page], Weight) * ((seconds / Level) - _usual[page]);
            }
        }

        Discard();
        return Level;
    }

    /// <summary>Forgets the open group.</summary>
    public void Discard()
    {
        _answers.Clear();
        _taken = _expected = 0;
    }
}
