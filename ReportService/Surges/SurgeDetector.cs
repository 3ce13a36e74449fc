using Affluence.Report.CivilTime;

namespace Affluence.Report.Surges;

/// <summary>Tells surges and difficulty, with all that is told of each, from minute after minute, in order, by the rules of <see cref="SurgeFold"/>.</summary>
/// <param name="steps">Ratios of which it is told when a surge reaches them, ascending; null is <see cref="SurgeStep.Defaults"/>.</param>
internal sealed class SurgeDetector(SiteCalendar calendar, IReadOnlyList<double>? steps = null)
{
    private readonly List<Surge> _surges = [];
    private readonly List<Difficulty> _difficulties = [];
    private readonly IReadOnlyList<double> _steps = steps ?? SurgeStep.Defaults;
    private readonly List<MinuteMeasure> _compared = [];
    private readonly List<MinuteMeasure> _asked = [];
    private SurgeFold _fold = SurgeFold.Empty;

    /// <summary>Surges in order of time; the last may still last.</summary>
    public IReadOnlyList<Surge> Surges => _fold.Surge.Since is { } since ? [.. _surges, DescribeSurge(since, ended: null)] : _surges;

    public IReadOnlyList<Difficulty> Difficulties =>
        _fold.Difficulty.Since is { } since ? [.. _difficulties, DescribeDifficulty(since, ended: null)] : _difficulties;

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
        Follow(_fold.Until(minute.At));
        var (wasSurging, wasDifficult) = (_fold.Surge.Since is not null, _fold.Difficulty.Since is not null);
        Remember(_compared, minute, minute.Ratio is not null);
        Remember(_asked, minute, minute.RefusedShare is not null);
        Follow(_fold.Add(minute));

        // Only the minutes that may yet turn out to be the first ones need to be remembered.
        ForgetUnless(_compared, wasSurging || _fold.Surge.Since is not null, minute.At - 2);
        ForgetUnless(_asked, wasDifficult || _fold.Difficulty.Since is not null, minute.At - 2);
    }

    /// <summary>The state at a minute, which is that of the last minute added unless that is too long ago.</summary>
    public SurgeState StateAt(long minute)
    {
        Follow(_fold.Until(minute));
        return _fold.At(minute).Localize(calendar);
    }

    private void Follow(FoldStep step)
    {
        _fold = step.Fold;
        if (step.Surge is { } surge)
        {
            _surges.Add(DescribeSurge(surge.Since, surge));
            ForgetUnless(_compared, false, surge.Until);
        }

        if (step.Difficulty is { } difficulty)
        {
            _difficulties.Add(DescribeDifficulty(difficulty.Since, difficulty));
            ForgetUnless(_asked, false, difficulty.Until);
        }
    }

    private Surge DescribeSurge(long since, Episode? ended)
    {
        var minutes = Within(_compared, since, ended);
        var peak = minutes.MaxBy(minute => minute.Visitors);
        return new Surge(
            calendar.InstantOf(since),
            ended is { } over ? calendar.InstantOf(over.Until) : null,
            new SurgePeak(calendar.InstantOf(peak.At), peak.Visitors!.Value, Math.Round(peak.Ratio!.Value, 2)))
        {
            EndedBy = EndOf(ended),
            Steps = StepsOf(minutes),
        };
    }

    // A minute is named by its end, and what happened in it began a minute earlier.
    private Difficulty DescribeDifficulty(long since, Episode? ended)
    {
        var worst = Within(_asked, since, ended).MaxBy(minute => minute.RefusedShare);
        return new Difficulty(calendar.InstantOf(since - 1), ended is { } over ? calendar.InstantOf(over.Until - 1) : null)
        {
            EndedBy = EndOf(ended),
            Worst = new DifficultyPeak(calendar.InstantOf(worst.At), Math.Round(worst.RefusedShare!.Value, 4)),
        };
    }

    private List<SurgeStep> StepsOf(List<MinuteMeasure> minutes)
    {
        var reached = new List<SurgeStep>();
        foreach (var minute in minutes.Where(SurgeFold.IsHigh))
        {
            while (reached.Count < _steps.Count && minute.Ratio >= _steps[reached.Count])
            {
                reached.Add(new SurgeStep(
                    _steps[reached.Count],
                    calendar.InstantOf(minute.At),
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

    private static void Remember(List<MinuteMeasure> minutes, MinuteMeasure minute, bool isKnown)
    {
        if (isKnown)
        {
            minutes.Add(minute);
        }
    }

    private static void ForgetUnless(List<MinuteMeasure> minutes, bool isUnderWay, long before)
    {
        if (!isUnderWay)
        {
            minutes.RemoveAll(minute => minute.At < before);
        }
    }
}
