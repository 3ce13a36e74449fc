using Affluence.Hits;

namespace Affluence.Simulator.Night;

/// <summary>How long visitors stay and think, and how they take errors. All figures are made up; docs/night.md gives the reasons.</summary>
internal static class ReadingHabits
{
    /// <summary>Nobody stays longer, in minutes.</summary>
    public const double LongestVisit = 45;

    /// <summary>A page that is refused is asked for again this often by those who get in.</summary>
    public const int MaxRetries = 6;

    // Percent of visits that read so many pages; on average 4.1.
    private static readonly (int Percent, int Pages)[] PagesOfVisit =
        [(20, 1), (18, 2), (15, 3), (12, 4), (10, 5), (8, 6), (5, 7), (4, 8), (4, 10), (2, 12), (2, 15)];

    // Percent of those who never get in who try so often; on average 5.4.
    private static readonly (int Percent, int Attempts)[] AttemptsOfTurnedAway =
        [(12, 1), (12, 2), (14, 3), (14, 4), (12, 5), (10, 6), (8, 7), (8, 9), (6, 12), (4, 16)];

    // Deciles of the seconds from one page to the next; on average 53 s.
    private static readonly double[] ThinkingTime = [3, 10, 16, 22, 28, 35, 44, 56, 75, 115, 240];

    // Seconds before the first retry; the next waits half as long again, up to a limit.
    private const double ShortestPatience = 6;
    private const double LongestPatience = 24;
    private const double LongestRetryPause = 150;

    // How refusals divide into causes at 23:00 and from 23:30 on: first the site answers too late, then not at all.
    private static readonly (HitOutcome Cause, double AtFirst, double Later)[] Causes =
    [
        (HitOutcome.Timeout, 0.55, 0.25),
        (HitOutcome.OriginError, 0.45, 0.40),
        (HitOutcome.Unreachable, 0, 0.15),
        (HitOutcome.Shed, 0, 0.20),
    ];

    private const double MinutesToLater = 30;

    public static int DrawPages(Random random) => Draw(PagesOfVisit, random);

    public static int DrawAttempts(Random random) => Draw(AttemptsOfTurnedAway, random);

    /// <summary>In minutes.</summary>
    public static double DrawThinkingTime(Random random)
    {
        var place = random.NextDouble() * (ThinkingTime.Length - 1);
        var decile = (int)place;
        return (ThinkingTime[decile] + ((ThinkingTime[decile + 1] - ThinkingTime[decile]) * (place - decile))) / 60;
    }

    /// <summary>In minutes.</summary>
    /// <param name="retry">0 for the first.</param>
    public static double DrawRetryPause(int retry, Random random)
    {
        var pause = ShortestPatience + ((LongestPatience - ShortestPatience) * random.NextDouble());
        for (var earlier = 0; earlier < retry; earlier++)
        {
            pause *= 1.5;
        }

        return Math.Min(pause, LongestRetryPause) / 60;
    }

    public static HitOutcome DrawCause(double minute, Random random)
    {
        var later = Math.Clamp(minute / MinutesToLater, 0, 1);
        var place = random.NextDouble();
        foreach (var (cause, atFirst, then) in Causes)
        {
            place -= atFirst + ((then - atFirst) * later);
            if (place < 0)
            {
                return cause;
            }
        }

        return HitOutcome.OriginError;
    }

    private static int Draw((int Percent, int Value)[] table, Random random)
    {
        var place = random.Next(100);
        foreach (var (percent, value) in table)
        {
            place -= percent;
            if (place < 0)
            {
                return value;
            }
        }

        throw new InvalidOperationException("The percentages do not sum to 100.");
    }
}
