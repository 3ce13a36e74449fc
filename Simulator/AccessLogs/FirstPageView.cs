using Affluence.Hits;

namespace Affluence.Simulator.AccessLogs;

/// <summary>
/// Finds the line by which a log is known again: its first page view. That does not change when the log grows, is renamed, or is packed, and
/// two servers do not write the same one. The first line of all will not do: after a rotation it is often the same health check.
/// </summary>
internal static class FirstPageView
{
    /// <param name="head">Whole lines from the beginning of the log.</param>
    /// <param name="firstSeconds">Time of the first request, in seconds since 1970; 0 if there is none.</param>
    /// <returns>The line as logged; the first request if there is no page view, and empty if there is no request.</returns>
    public static byte[] Find(ReadOnlySpan<byte> head, LineParser parser, out long firstSeconds)
    {
        firstSeconds = 0;
        byte[] first = [];
        foreach (var line in new HeadLines(head))
        {
            var asLogged = line.ToArray();
            if (parser.Parse(line, out var entry, out _) != LineKind.Entry)
            {
                continue;
            }

            firstSeconds = firstSeconds == 0 ? entry.Seconds : firstSeconds;
            if (entry.Kind == HitKind.PageView)
            {
                return asLogged;
            }

            first = first.Length == 0 ? asLogged : first;
        }

        return first;
    }
}
