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

    /// <summary>At which a surge begins.</summary>
    public const double RatioOfSurge = 3;
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

    public FoldStep Add(MinuteMeasure minute)
    {
        var (fold, ended, difficultyEnded) = Until(minute.At);
        var ratio = minute.Ratio;
        var (surge, span) = SurgeRule.Add(
            fold.Surge, minute.At, ratio is null ? null : IsHigh(minute), ratio is null ? null : ratio < RatioOfEnd);
        ended = span ?? ended;
        bool? difficult = minute.RefusedShare is { } refused ? refused >= RefusedShareOfDifficulty : null;
        var (difficulty, pastDifficulty) = DifficultyRule.Add(fold.Difficulty, minute.At, difficult, !difficult);
        return new FoldStep(
            fold with { Surge = surge, Difficulty = difficulty, NormalSince = surge.Since is null ? span?.Until ?? fold.NormalSince : null },
            ended,
            difficultyEnded ?? pastDifficulty);
    }

    /// <summary>What is left of it when nothing was known between its minute and another.</summary>
    public FoldStep Until(long minute)
    {
        var (surge, ended) = Hysteresis.EndOfSilence(Surge, minute);
        var (difficulty, difficultyEnded) = Hysteresis.EndOfSilence(Difficulty, minute);
        return new FoldStep(
            new SurgeFold
            {
                Surge = surge,
                Difficulty = difficulty,
                NormalSince = surge.LastKnown is null || minute - NormalSince > MinutesNormalIsDated ? null : NormalSince,
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

    public static bool IsHigh(MinuteMeasure minute) => minute.Ratio >= RatioOfSurge && minute.Visitors - minute.BaselineVisitors >= VisitorsMore;
}
