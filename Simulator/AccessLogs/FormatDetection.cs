using Affluence.Hits;

namespace Affluence.Simulator.AccessLogs;

/// <summary>Recognises the format of a log by its first lines.</summary>
internal static class FormatDetection
{
    /// <summary>Enough to tell, if any of them is a request.</summary>
    private const int LinesTried = 1000;

    // In the order of preference: a line of the combined format is one of the common format too, with more behind it.
    private static readonly LogFormat[] Candidates =
        [LogFormat.W3C, LogFormat.NginxJson, LogFormat.VhostCombined, LogFormat.Combined, LogFormat.Common];

    /// <summary>The format that most lines are of.</summary>
    /// <param name="head">Whole lines from the beginning of the log.</param>
    /// <param name="given">The only format to try; null tries all.</param>
    /// <exception cref="LogException">No line can be read; the message says why as far as can be told.</exception>
    public static LogFormat Detect(ReadOnlySpan<byte> head, LogFormat? given, HitClassifier classifier)
    {
        LogFormat[] candidates = given is { } format ? [format] : Candidates;
        var best = new Trial(candidates[0], 0, 0, 0, null);
        foreach (var candidate in candidates)
        {
            var trial = Try(head, LogFormats.NewParser(candidate, classifier), candidate, LinesTried);
            best = trial.IsBetterThan(best) ? trial : best;
        }

        if (best.Read == 0)
        {
            // A long preamble, perhaps.
            foreach (var candidate in candidates)
            {
                var trial = Try(head, LogFormats.NewParser(candidate, classifier), candidate, int.MaxValue);
                best = trial.IsBetterThan(best) ? trial : best;
            }
        }

        return best.Read > 0 ? best.Format : throw new LogException(Reason(head, best, given));
    }

    private static string Reason(ReadOnlySpan<byte> head, Trial best, LogFormat? given)
    {
        if (best.Lines == 0)
        {
            return FormattableString.Invariant($"has no lines, or none that is shorter than {LineParser.MaxLineLength} bytes");
        }

        if (best.WithoutAddress > 0)
        {
            return $"has no client addresses: {best.FirstFault!.Value.Reason} on any line that is otherwise as it should be. Log the client's " +
                "address (%a in Apache httpd, $remote_addr in nginx, c-ip in IIS), not its host name";
        }

        if (LogHead.IsBinary(head))
        {
            return "is binary, not text";
        }

        return given is { } format
            ? FormattableString.Invariant($"has no line of the format {LogFormats.NameOf(format)} among its first {best.Lines}: {best.FirstFault?.Reason}")
            : FormattableString.Invariant($"has no line of a known format ({string.Join(", ", LogFormats.Names)}) among its first {best.Lines}");
    }

    private static Trial Try(ReadOnlySpan<byte> head, LineParser parser, LogFormat format, int most)
    {
        var trial = new Trial(format, 0, 0, 0, null);
        foreach (var line in new HeadLines(head))
        {
            if (trial.Lines == most)
            {
                break;
            }

            var kind = parser.Parse(line, out _, out var fault);
            trial = trial with
            {
                Lines = trial.Lines + 1,
                Read = trial.Read + (kind is LineKind.Entry or LineKind.NoRequest ? 1 : 0),
                WithoutAddress = trial.WithoutAddress + (kind == LineKind.Bad && IsOfAddress(fault) ? 1 : 0),
                FirstFault = kind == LineKind.Bad && (trial.FirstFault is null || IsOfAddress(fault)) ? fault : trial.FirstFault,
            };
        }

        return trial;
    }

    private static bool IsOfAddress(LineFault fault) => fault == LineFault.NoAddress || fault == LineFault.NoAddressField;

    /// <param name="Format">The format tried.</param>
    /// <param name="Lines">Lines that are not empty.</param>
    /// <param name="Read">Lines that could be read.</param>
    /// <param name="WithoutAddress">Lines that could be read but for their client's address.</param>
    /// <param name="FirstFault">Why the first of the others could not, one for want of an address before any other.</param>
    private sealed record Trial(LogFormat Format, int Lines, int Read, int WithoutAddress, LineFault? FirstFault)
    {
        /// <summary>Clearly: a format that is preferred is not given up for a few lines that it can't read.</summary>
        public bool IsBetterThan(Trial preferred) =>
            Read > 2 * preferred.Read || (Read == 0 && preferred.Read == 0 && (WithoutAddress > preferred.WithoutAddress || Lines > preferred.Lines));
    }
}
