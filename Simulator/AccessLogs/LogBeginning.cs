using Affluence.Hits;
using Affluence.Simulator.AccessLogs.Envelopes;

namespace Affluence.Simulator.AccessLogs;

/// <summary>
/// The lines by which a log is known again, as they were logged: they do not change when the log grows, is renamed, or is packed.
/// </summary>
/// <param name="FirstRequest">Empty if there is no request.</param>
/// <param name="FirstPageView">Two servers do not write the same one. Empty if there is none yet.</param>
/// <param name="FirstSeconds">Time of the first request, in seconds since 1970; 0 if there is none.</param>
internal sealed record LogBeginning(byte[] FirstRequest, byte[] FirstPageView, long FirstSeconds)
{
    public static readonly LogBeginning Empty = new([], [], 0);

    /// <param name="head">Whole lines from the beginning of the log.</param>
    public static LogBeginning Find(ReadOnlySpan<byte> head, LogShape shape, ReadingRules rules)
    {
        var parser = shape.Format.Make(rules);
        var beginning = Empty;
        foreach (var line in new HeadLines(head))
        {
            var asLogged = line.ToArray();
            if (!LineEnvelope.TryOpen(shape.Envelopes, line, out var start, out var length)
                || parser.Parse(line.Slice(start, length), out var entry, out _) != LineKind.Entry)
            {
                continue;
            }

            beginning = beginning.FirstSeconds == 0 ? new LogBeginning(asLogged, [], entry.Seconds) : beginning;
            if (entry.Kind == HitKind.PageView)
            {
                return beginning with { FirstPageView = asLogged };
            }
        }

        return beginning;
    }
}
