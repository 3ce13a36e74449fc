using System.Globalization;

namespace Affluence.Simulator.AccessLogs;

/// <summary>Words for what ends the reading of a log; each reads on after the log's name, as half a sentence.</summary>
internal static class LogFaults
{
    public static string TooLongLine(long line) => Invariant($"is no access log: line {line} is longer than {LineParser.MaxLineLength} bytes");

    public static string InFuture(long line, long seconds) =>
        Invariant($"has a time in the future in line {line}, {Instant(seconds)}; check the clock and the offset it was written with");

    public static string OutOfOrder(long line, long seconds, long newestLine, long newestSeconds, TimeSpan allowed) => Invariant(
        $"is out of order: line {line} is of {Instant(seconds)}, line {newestLine} of {Instant(newestSeconds)}, and {allowed.TotalMinutes} minutes are allowed (--max-disorder)");

    public static string BadLine(BadLine bad) => $"has a bad {bad}";

    public static string Instant(long seconds) =>
        DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
