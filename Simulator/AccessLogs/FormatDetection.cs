using Affluence.Simulator.AccessLogs.Envelopes;

namespace Affluence.Simulator.AccessLogs;

/// <summary>Recognises by its first lines how a log is written.</summary>
internal static class FormatDetection
{
    /// <summary>Lines tried: as few as do, for there may be many logs; then enough to decide, if any of them is a request; then all, for a long preamble.</summary>
    private static readonly int[] Steps = [32, 1000, int.MaxValue];

    /// <summary>Layers around a line, as of a container's output that a collector wrapped once more.</summary>
    private const int MaxEnvelopes = 3;

    /// <summary>The shape that most lines have.</summary>
    /// <param name="head">Whole lines from the beginning of the log.</param>
    /// <param name="candidates">The formats to try, in the order of preference.</param>
    /// <exception cref="LogException">No line can be read, or it is in doubt which field is which; the message says why.</exception>
    public static LogShape Detect(ReadOnlySpan<byte> head, IReadOnlyList<LogFormat> candidates, ReadingRules rules)
    {
        var best = FormatTrial.Of(head, [], candidates[0], rules, 0);
        foreach (var most in Steps)
        {
            best = BestOf(head, candidates, rules, most);
            if (best.IsClear || best.Lines < most || (best.Read > 0 && most > Steps[0]))
            {
                break;
            }
        }

        if (best.Misgiving is { } misgiving)
        {
            throw new LogException($"seems to be of the format {best.Format}, but {misgiving}");
        }

        return best.Read > 0 && best.ReadButForOne <= best.Read
            ? new LogShape(best.Envelopes, best.Format)
            : throw new LogException(Reason(head, best, candidates));
    }

    private static FormatTrial BestOf(ReadOnlySpan<byte> head, IReadOnlyList<LogFormat> candidates, ReadingRules rules, int most)
    {
        var best = BestIn(head, [], candidates, rules, most);
        if (best.IsClear)
        {
            return best;
        }

        IReadOnlyList<LineEnvelope> around = [];
        for (var layer = 0; layer < MaxEnvelopes; layer++)
        {
            FormatTrial? opened = null;
            foreach (var envelope in LineEnvelope.Known)
            {
                LineEnvelope[] envelopes = [.. around, envelope];
                if (AreIn(head, envelopes))
                {
                    var trial = BestIn(head, envelopes, candidates, rules, most);
                    opened = opened is null || trial.IsBetterThan(opened) ? trial : opened;
                }
            }

            if (opened is null)
            {
                break;
            }

            best = opened.Read > best.Read || (best.Read == 0 && opened.IsCloserThan(best)) ? opened : best;
            around = opened.Envelopes;
            if (best.IsClear)
            {
                break;
            }
        }

        return best;
    }

    private static FormatTrial BestIn(
        ReadOnlySpan<byte> head, IReadOnlyList<LineEnvelope> envelopes, IReadOnlyList<LogFormat> candidates, ReadingRules rules, int most)
    {
        FormatTrial? best = null;
        foreach (var candidate in candidates)
        {
            var trial = FormatTrial.Of(head, envelopes, candidate, rules, most);
            best = best is null || trial.IsBetterThan(best) ? trial : best;
            if (trial.Lines > 0 && trial.Read == trial.Lines)
            {
                break;
            }
        }

        return best!;
    }

    /// <summary>Whether most of the first lines lie in these envelopes.</summary>
    private static bool AreIn(ReadOnlySpan<byte> head, LineEnvelope[] envelopes)
    {
        var (lines, open) = (0, 0);
        foreach (var line in new HeadLines(head))
        {
            open += LineEnvelope.TryOpen(envelopes, line, out _, out _) ? 1 : 0;
            if (++lines == Steps[0])
            {
                break;
            }
        }

        return open * 2 > lines;
    }

    private static string Reason(ReadOnlySpan<byte> head, FormatTrial best, IReadOnlyList<LogFormat> candidates)
    {
        if (best.Lines == 0)
        {
            return FormattableString.Invariant($"has no lines, or none that is shorter than {LineParser.MaxLineLength} bytes");
        }

        if (best.ReadButForOne > 0)
        {
            var fault = best.Fault!.Fault.Reason;
            return fault == LineFault.NoAddress.Reason || fault == LineFault.NoAddressField.Reason
                ? FormattableString.Invariant($"has no client addresses: {fault} on any line that is otherwise as it should be, as line {best.Fault.Line} of the format {best.Format}. Log the client's ") +
                    "address (%a in Apache httpd, $remote_addr in nginx, c-ip in IIS, %DOWNSTREAM_REMOTE_ADDRESS% in Envoy), not its host name; or name the field it is in with --client"
                : FormattableString.Invariant($"can't be read: line {best.Fault.Line}, of the format {best.Format}: {fault}");
        }

        if (LogHead.IsBinary(head))
        {
            return "is binary, not text";
        }

        var closest = best.Fault is { } bad ? $". It comes closest to {best.Format}: {bad}" : string.Empty;
        return candidates.Count == 1
            ? FormattableString.Invariant($"has no line of the format {candidates[0]} among its first {best.Lines}{closest}")
            : FormattableString.Invariant($"has no line of a known format ({string.Join(", ", candidates)}) among its first {best.Lines}{closest}. A format of the server's own is given by --log-format or --log-config");
    }
}
