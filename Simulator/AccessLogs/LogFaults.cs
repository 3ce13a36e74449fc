using System.Globalization;

namespace Affluence.Simulator.AccessLogs;

/// <summary>Words for what ends the reading of a log; each reads on after the log's name.</summary>
internal static class LogFaults
{
    public static string TooLongLine(long line) => Invariant($"is no access log: line {line} is longer than {LineParser.MaxLineLength} bytes");

    public static string InFuture(long line, long seconds) =>
        Invariant($"line {line}: its time, {Instant(seconds)}, is in the future; check the clock and the offset the log was written with");

    public static string OutOfOrder(long line, long seconds, long newestLine, long newestSeconds, TimeSpan allowed) => Invariant(
        $"line {line}: its time, {Instant(seconds)}, is {TimeSpan.FromSeconds(newestSeconds - seconds):c} before that of line {newestLine}; lines may be out of order by {allowed:c}");

    public static string Instant(long seconds) =>
        DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
