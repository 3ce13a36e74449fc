using System.Globalization;

namespace Affluence.Simulator.AccessLogs;

/// <summary>Words for what is wrong with a log or a line of it.</summary>
internal static class LogFaults
{
    public static string InFuture(long line, long seconds) => Invariant($"line {line} is of {Instant(seconds)}, which is in the future");

    public static string Late(long line, long seconds, long newestLine, long newestSeconds) =>
        Invariant($"line {line} is of {Instant(seconds)}, line {newestLine} of {Instant(newestSeconds)}");

    public static string LeftOut(string name, long late, long inFuture, TimeSpan allowed)
    {
        var reasons = new List<string>();
        if (late > 0)
        {
            reasons.Add(Invariant($"{late:N0} older by more than the {allowed.TotalMinutes:0.##} minutes allowed (--max-disorder) than one before them"));
        }

        if (inFuture > 0)
        {
            reasons.Add(Invariant($"{inFuture:N0} in the future (check the clock and the offset they were written with)"));
        }

        return Invariant($"{name}: {late + inFuture:N0} lines were left out: {string.Join(", ", reasons)}. The first of them:");
    }

    /// <summary>Half a sentence that reads on after the log's name.</summary>
    public static string BadLine(BadLine bad) => $"has a bad {bad}";

    public static string Instant(long seconds) =>
        DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
