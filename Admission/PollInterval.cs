namespace Affluence.Admission;

/// <summary>How often those who wait are to ask. So seldom that waiting is no load, and often enough that a place is taken soon after it is free.</summary>
public static class PollInterval
{
    private const double PollsPerSecond = 10_000;

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(24);

    /// <summary>Who is silent for this long is not counted as waiting any more; his place stays his.</summary>
    public static TimeSpan Presence { get; } = TimeSpan.FromSeconds(30);

    /// <summary>The mean interval; each visitor is told one that differs from it by up to a fifth.</summary>
    public static TimeSpan For(int waiting) => TimeSpan.FromSeconds(Math.Clamp(waiting / PollsPerSecond, Shortest.TotalSeconds, Longest.TotalSeconds));

    /// <param name="waiting">People who wait.</param>
    /// <param name="random">From 0 to 1.</param>
    public static TimeSpan WithJitter(int waiting, double random) => For(waiting) * (0.8 + (0.4 * random));
}
