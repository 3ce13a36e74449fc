namespace Affluence.Report.Surges;

/// <summary>
/// What all minutes up to one mean for those after it: as much of a surge and of a difficulty as is under way. It is a value, and two
/// histories that come to the same fold have the same future.
/// </summary>
/// <remarks>
/// A surge begins at the first of 3 minutes running with a ratio of at least 3 and at least 200 visitors more than the baseline, and ends
/// with the first of 15 minutes below 1.5. Difficulty begins with the first of 3 minutes running in which at least 1 % of page views were
/// refused, and ends with the first of 3 with fewer.
/// </remarks>
internal sealed record SurgeFold
{
    /// <summary>A beginning or an end is told at most so many minutes after it: 15 minutes that end a surge, each after the longest silence.</summary>
    public const int LongestHindsight = 15 * (Hysteresis.LongestSilence + 1);

    private const double RatioOfSurge = 3;
    private const double RatioOfEnd = 1.5;
    private const long VisitorsMore = 200;
    private const double RefusedShareOfDifficulty = 0.01;

    // Longer ago it is of no interest, and without a limit one change would change the state of every later minute.
    private const long MinutesNormalIsDated = 7 * 24 * 60;

    private static readonly Hysteresis SurgeRule = new(MinutesToBegin: 3, MinutesToEnd: 15);
    private static readonly Hysteresis DifficultyRule = new(MinutesToBegin: 3, MinutesToEnd: 3);

    /// <summary>Nothing is known.</summary>
    public static SurgeFold Empty { get; } = new();

    public HysteresisState Surge { get; init; }

    public HysteresisState Difficulty { get; init; }

    /// <summary>End of the surge before, while the minutes since are known to be ordinary.</summary>
    public long? NormalSince { get; init; }

    /// <summary>Of the surge that lasts, but for the minutes that may yet turn out to be after it.</summary>
    public Crest? Peak { get; init; }

    /// <summary>Of the minutes running that may yet begin or end a surge.</summary>
    public Crest? PeakOfRun { get; init; }

    /// <summary>Of the surge that lasts, if it lasts.</summary>
    public Crest? PeakSoFar => Surge.Since is null ? null : Crest.Higher(Peak, PeakOfRun);

    public SurgeStep Add(MinuteMeasure minute)
    {
        var (fold, ended, difficultyEnded) = Until(minute.At);
        var ratio = minute.Ratio;
        var (surge, span) = SurgeRule.Add(
            fold.Surge, minute.At, ratio is null ? null : IsHigh(minute), ratio is null ? null : ratio < RatioOfEnd);
        if (span is { } past)
        {
            ended = new EndedSurge(past, fold.Peak!.Value);
            fold = fold with { Surge = surge, NormalSince = past.Until, Peak = null, PeakOfRun = null };
        }
        else
        {
            fold = fold.WithPeak(surge, minute);
        }

        bool? difficult = minute.RefusedShare is { } refused ? refused >= RefusedShareOfDifficulty : null;
        var (difficulty, pastDifficulty) = DifficultyRule.Add(fold.Difficulty, minute.At, difficult, !difficult);
        return new SurgeStep(
            fold with { Difficulty = difficulty, NormalSince = surge.Since is null ? fold.NormalSince : null },
            ended,
            difficultyEnded ?? pastDifficulty);
    }

    /// <summary>What is left of it when nothing was known between its minute and another.</summary>
    public SurgeStep Until(long minute)
    {
        var (surge, past) = Hysteresis.EndOfSilence(Surge, minute);
        var (difficulty, difficultyEnded) = Hysteresis.EndOfSilence(Difficulty, minute);
        EndedSurge? ended = past is { } span ? new EndedSurge(span, PeakSoFar!.Value) : null;
        var isSilent = surge.LastKnown is null;
        return new SurgeStep(
            new SurgeFold
            {
                Surge = surge,
                Difficulty = difficulty,
                NormalSince = isSilent || minute - NormalSince > MinutesNormalIsDated ? null : NormalSince,
                Peak = isSilent ? null : Peak,
                PeakOfRun = isSilent ? null : PeakOfRun,
            },
            ended,
            difficultyEnded);
    }

    /// <summary>The level at a minute: that of the last minute added unless that is too long ago.</summary>
    public SurgeReading At(long minute)
    {
        var fold = Until(minute).Fold;
        var level = fold.Surge switch
        {
            { Since: not null } => SurgeLevel.Surge,
            { LastKnown: not null } => SurgeLevel.Normal,
            _ => SurgeLevel.Unknown,
        };
        return new SurgeReading(level, fold.Surge.Since ?? fold.NormalSince, fold.Difficulty.Since);
    }

    private static bool IsHigh(MinuteMeasure minute) => minute.Ratio >= RatioOfSurge && minute.Visitors - minute.BaselineVisitors >= VisitorsMore;

    private SurgeFold WithPeak(HysteresisState surge, MinuteMeasure minute)
    {
        var next = this with { Surge = surge };
        if (minute.Ratio is null)
        {
            return surge.Since is null ? next with { PeakOfRun = null } : next;
        }

        var here = new Crest(minute.At, minute.Visitors!.Value, minute.BaselineVisitors!.Value);
        if (surge.Since is not null && surge.CounterSigns == 0)
        {
            return next with { Peak = Crest.Higher(Crest.Higher(Peak, PeakOfRun), here), PeakOfRun = null };
        }

        var runs = surge.Since is null ? surge.Signs : surge.CounterSigns;
        return next with { PeakOfRun = runs == 0 ? null : runs == 1 ? here : Crest.Higher(PeakOfRun, here) };
    }
}
