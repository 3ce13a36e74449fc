using Affluence.Report.CivilTime;

namespace Affluence.Report.Surges;

/// <summary>
/// Tells surges and difficulty from minute after minute, in order. A surge begins at the first of 3 minutes running with a ratio of at
/// least 3 and at least 200 visitors more than the baseline, and ends with the first of 15 minutes below 1.5. Difficulty begins with the
/// first of 3 minutes running in which at least 1 % of page views were refused, and ends with the first of 3 with fewer.
/// </summary>
internal sealed class SurgeDetector(SiteCalendar calendar)
{
    private const double RatioOfSurge = 3;
    private const double RatioOfEnd = 1.5;
    private const long VisitorsMore = 200;
    private const double RefusedShareOfDifficulty = 0.01;

    private readonly Hysteresis _surge = new(minutesToBegin: 3, minutesToEnd: 15);
    private readonly Hysteresis _difficulty = new(minutesToBegin: 3, minutesToEnd: 3);
    private readonly List<Surge> _surges = [];
    private readonly List<Difficulty> _difficulties = [];
    private readonly List<MinuteMeasure> _peakCandidates = [];
    private long? _normalSince;
    private long? _lastCompared;

    /// <summary>Surges in order of time; the last may still last.</summary>
    public IReadOnlyList<Surge> Surges => _surge.Since is { } since ? [.. _surges, Describe(since, until: null)] : _surges;

    public IReadOnlyList<Difficulty> Difficulties =>
        _difficulty.Since is { } since ? [.. _difficulties, new Difficulty(Instant(since - 1), null)] : _difficulties;

    public void Add(MinuteMeasure minute)
    {
        EndSilence(minute.At);
        var ratio = minute.Ratio;
        var wasSurging = _surge.Since is not null;
        if (ratio is not null)
        {
            _peakCandidates.Add(minute);
        }

        CloseSurge(_surge.Add(minute.At, ratio is null ? null : IsHigh(minute), ratio is null ? null : ratio < RatioOfEnd));
        if (!wasSurging && _surge.Since is null)
        {
            // Only the minutes that may yet turn out to be a surge's first need to be remembered.
            Forget(minute.At - 2);
        }

        bool? difficult = minute.RefusedShare is { } refused ? refused >= RefusedShareOfDifficulty : null;
        CloseDifficulty(_difficulty.Add(minute.At, difficult, !difficult));
        FollowLevel(minute, ratio);
    }

    /// <summary>The state at a minute, which is that of the last minute added unless that is too long ago.</summary>
    public SurgeState StateAt(long minute)
    {
        EndSilence(minute);
        var difficultSince = _difficulty.Since is { } first ? Instant(first - 1) : (DateTimeOffset?)null;
        if (_surge.Since is { } since)
        {
            return new SurgeState(SurgeLevel.Surge, Instant(since), difficultSince);
        }

        return _normalSince is { } normal && minute - _lastCompared <= Hysteresis.LongestSilence
            ? new SurgeState(SurgeLevel.Normal, Instant(normal), difficultSince)
            : new SurgeState(SurgeLevel.Unknown, null, difficultSince);
    }

    private static bool IsHigh(MinuteMeasure minute) => minute.Ratio >= RatioOfSurge && minute.Visitors - minute.BaselineVisitors >= VisitorsMore;

    private void EndSilence(long minute)
    {
        CloseSurge(_surge.EndOfSilence(minute));
        CloseDifficulty(_difficulty.EndOfSilence(minute));
    }

    private void FollowLevel(MinuteMeasure minute, double? ratio)
    {
        if (ratio is null)
        {
            return;
        }

        if (_surge.Since is not null)
        {
            _normalSince = null;
        }
        else if (_normalSince is null || minute.At - _lastCompared > Hysteresis.LongestSilence)
        {
            _normalSince = minute.At;
        }

        _lastCompared = minute.At;
    }

    private void CloseSurge((long Since, long Until)? ended)
    {
        if (ended is var (since, until))
        {
            _surges.Add(Describe(since, until));
            _normalSince = until;
            Forget(until);
        }
    }

    private void CloseDifficulty((long Since, long Until)? ended)
    {
        if (ended is var (since, until))
        {
            _difficulties.Add(new Difficulty(Instant(since - 1), Instant(until - 1)));
        }
    }

    private Surge Describe(long since, long? until)
    {
        var peak = _peakCandidates.Where(minute => minute.At >= since && (until is null || minute.At < until)).MaxBy(minute => minute.Visitors);
        return new Surge(
            Instant(since),
            until is { } end ? Instant(end) : null,
            new SurgePeak(Instant(peak.At), peak.Visitors!.Value, Math.Round(peak.Ratio!.Value, 2)));
    }

    private void Forget(long before) => _peakCandidates.RemoveAll(minute => minute.At < before);

    private DateTimeOffset Instant(long minute) => calendar.Localize(DateTimeOffset.FromUnixTimeSeconds(minute * 60));
}
