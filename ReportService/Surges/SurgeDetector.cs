using Affluence.Report.CivilTime;

namespace Affluence.Report.Surges;

/// <summary>
/// Tells surges and difficulty from minute after minute, in order. A surge begins at the first of 3 minutes running with a ratio of at
/// least 3 and at least 200 visitors more than the baseline, and ends with the first of 15 minutes below 1.5. Difficulty begins with the
/// first of 3 minutes running in which at least 1 % of page views were refused, and ends with the first of 3 with fewer.
/// </summary>
/// <param name="steps">Ratios of which it is told when a surge reaches them, ascending; null is <see cref="SurgeStep.Defaults"/>.</param>
internal sealed class SurgeDetector(SiteCalendar calendar, IReadOnlyList<double>? steps = null)
{
    public const double RatioOfSurge = 3;
    private const double RatioOfEnd = 1.5;
    private const long VisitorsMore = 200;
    private const double RefusedShareOfDifficulty = 0.01;

    private readonly Hysteresis _surge = new(minutesToBegin: 3, minutesToEnd: 15);
    private readonly Hysteresis _difficulty = new(minutesToBegin: 3, minutesToEnd: 3);
    private readonly List<Surge> _surges = [];
    private readonly List<Difficulty> _difficulties = [];
    private readonly IReadOnlyList<double> _steps = steps ?? SurgeStep.Defaults;
    private readonly List<MinuteMeasure> _compared = [];
    private readonly List<MinuteMeasure> _asked = [];
    private long? _normalSince;
    private long? _lastCompared;

    /// <summary>Surges in order of time; the last may still last.</summary>
    public IReadOnlyList<Surge> Surges => _surge.Since is { } since ? [.. _surges, Describe(since, ended: null)] : _surges;

    public IReadOnlyList<Difficulty> Difficulties =>
        _difficulty.Since is { } since ? [.. _difficulties, DescribeDifficulty(since, ended: null)] : _difficulties;

    /// <summary>All that was told, each surge with its difficulties.</summary>
    public SurgesFound Found
    {
        get
        {
            var difficulties = Difficulties;
            return new SurgesFound([.. Surges.Select(surge => surge.With(difficulties))], difficulties);
        }
    }

    public void Add(MinuteMeasure minute)
    {
        EndSilence(minute.At);
        var ratio = minute.Ratio;
        var wasSurging = _surge.Since is not null;
        if (ratio is not null)
        {
            _compared.Add(minute);
        }

        CloseSurge(_surge.Add(minute.At, ratio is null ? null : IsHigh(minute), ratio is null ? null : ratio < RatioOfEnd));
        if (!wasSurging && _surge.Since is null)
        {
            // Only the minutes that may yet turn out to be a surge's first need to be remembered.
            Forget(_compared, minute.At - 2);
        }

        FollowDifficulty(minute);
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

    private void FollowDifficulty(MinuteMeasure minute)
    {
        var wasDifficult = _difficulty.Since is not null;
        bool? difficult = minute.RefusedShare is { } refused ? refused >= RefusedShareOfDifficulty : null;
        if (difficult is not null)
        {
            _asked.Add(minute);
        }

        CloseDifficulty(_difficulty.Add(minute.At, difficult, !difficult));
        if (!wasDifficult && _difficulty.Since is null)
        {
            Forget(_asked, minute.At - 2);
        }
    }

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

    private void CloseSurge(Episode? ended)
    {
        if (ended is { } episode)
        {
            _surges.Add(Describe(episode.Since, episode));
            _normalSince = episode.Until;
            Forget(_compared, episode.Until);
        }
    }

    private void CloseDifficulty(Episode? ended)
    {
        if (ended is { } episode)
        {
            _difficulties.Add(DescribeDifficulty(episode.Since, episode));
            Forget(_asked, episode.Until);
        }
    }

    private Surge Describe(long since, Episode? ended)
    {
        var minutes = Within(_compared, since, ended);
        var peak = minutes.MaxBy(minute => minute.Visitors);
        return new Surge(
            Instant(since),
            ended is { } over ? Instant(over.Until) : null,
            new SurgePeak(Instant(peak.At), peak.Visitors!.Value, Math.Round(peak.Ratio!.Value, 2)))
        {
            EndedBy = EndOf(ended),
            Steps = StepsOf(minutes),
        };
    }

    private Difficulty DescribeDifficulty(long since, Episode? ended)
    {
        var worst = Within(_asked, since, ended).MaxBy(minute => minute.RefusedShare);
        return new Difficulty(Instant(since - 1), ended is { } over ? Instant(over.Until - 1) : null)
        {
            EndedBy = EndOf(ended),
            Worst = new DifficultyPeak(Instant(worst.At), Math.Round(worst.RefusedShare!.Value, 4)),
        };
    }

    private List<SurgeStep> StepsOf(List<MinuteMeasure> minutes)
    {
        var reached = new List<SurgeStep>();
        foreach (var minute in minutes.Where(IsHigh))
        {
            while (reached.Count < _steps.Count && minute.Ratio >= _steps[reached.Count])
            {
                reached.Add(new SurgeStep(
                    _steps[reached.Count],
                    Instant(minute.At),
                    minute.Visitors!.Value,
                    minute.BaselineVisitors!.Value,
                    Math.Round(minute.Ratio.Value, 2)));
            }
        }

        return reached;
    }

    private static List<MinuteMeasure> Within(List<MinuteMeasure> minutes, long since, Episode? ended) =>
        [.. minutes.Where(minute => minute.At >= since && (ended is not { } over || minute.At < over.Until))];

    private static EpisodeEnd? EndOf(Episode? ended) => ended is { } over ? over.BySilence ? EpisodeEnd.Silence : EpisodeEnd.Ordinary : null;

    private static void Forget(List<MinuteMeasure> minutes, long before) => minutes.RemoveAll(minute => minute.At < before);

    private DateTimeOffset Instant(long minute) => calendar.Localize(DateTimeOffset.FromUnixTimeSeconds(minute * 60));
}
