using Affluence.Report.CivilTime;

namespace Affluence.Report.Surges;

/// <summary>Tells surges and difficulty from minute after minute, in order, by the rules of <see cref="SurgeFold"/>.</summary>
/// <param name="fold">What the minutes before the first one added have come to.</param>
internal sealed class SurgeDetector(SiteCalendar calendar, SurgeFold fold)
{
    private readonly List<Surge> _surges = [];
    private readonly List<Difficulty> _difficulties = [];
    private SurgeFold _fold = fold;

    public SurgeDetector(SiteCalendar calendar)
        : this(calendar, SurgeFold.Empty)
    {
    }

    /// <summary>Surges in order of time; the last may still last.</summary>
    public IReadOnlyList<Surge> Surges =>
        _fold is { Surge.Since: { } since, PeakSoFar: { } peak } ? [.. _surges, Describe(since, until: null, peak)] : _surges;

    public IReadOnlyList<Difficulty> Difficulties =>
        _fold.Difficulty.Since is { } since ? [.. _difficulties, Describe(since, until: null)] : _difficulties;

    public void Add(MinuteMeasure minute) => Follow(_fold.Add(minute));

    /// <summary>The state at a minute, which is that of the last minute added unless that is too long ago.</summary>
    public SurgeState StateAt(long minute)
    {
        Follow(_fold.Until(minute));
        return _fold.At(minute).Localize(calendar);
    }

    private void Follow(SurgeStep step)
    {
        _fold = step.Fold;
        if (step.Surge is { } surge)
        {
            _surges.Add(Describe(surge.Span.Since, surge.Span.Until, surge.Peak));
        }

        if (step.Difficulty is { } difficulty)
        {
            _difficulties.Add(Describe(difficulty.Since, difficulty.Until));
        }
    }

    private Surge Describe(long since, long? until, Crest peak) => new(
        calendar.InstantOf(since),
        until is { } end ? calendar.InstantOf(end) : null,
        new SurgePeak(calendar.InstantOf(peak.At), peak.Visitors, Math.Round(peak.Ratio, 2)));

    // A minute is named by its end, and what happened in it began a minute earlier.
    private Difficulty Describe(long since, long? until) =>
        new(calendar.InstantOf(since - 1), until is { } end ? calendar.InstantOf(end - 1) : null);
}
