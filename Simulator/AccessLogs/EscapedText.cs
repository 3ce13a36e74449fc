namespace Affluence.Simulator.AccessLogs;

/// <summary>
/// Takes back what servers do to text from outside before they put it between quotes: <c>\"</c> and <c>\\</c>, <c>\x1b</c> for a byte, and
/// Apache httpd's <c>\n \r \t \b \f \v</c>. Text only gets shorter by it, so it is done in place.
/// </summary>
internal static class EscapedText
{
    /// <summary>Length of what stands before the closing quote; below 0 if there is none.</summary>
    public static int LengthBeforeQuote(ReadOnlySpan<byte> text)
    {
        for (var at = 0; ;)
        {
            var found = text[at..].IndexOfAny((byte)'"', (byte)'\\');
            if (found < 0)
            {
                return -1;
            }

            at += found;
            if (text[at] == '"')
            {
                return at;
            }

            // A backslash and the byte that it escapes.
            at += 2;
            if (at > text.Length)
            {
                return -1;
            }
        }
    }

    /// <returns>The length of the text now.</returns>
    public static int Unescape(Span<byte> text)
    {
        var to = text.IndexOf((byte)'\\');
        if (to < 0)
        {
            return text.Length;
        }

        for (var from = to; from < text.Length; to++)
        {
            if (text[from] != '\\' || from + 1 == text.Length)
            {
                text[to] = text[from++];
                continue;
            }

            var escaped = text[from + 1];
            if (escaped is (byte)'x' or (byte)'X' && from + 3 < text.Length && HexDigits.TryRead(text[from + 2], text[from + 3], out var value))
            {
                text[to] = value;
                from += 4;
                continue;
            }

            text[to] = escaped switch
            {
                (byte)'n' => (byte)'\n',
                (byte)'r' => (byte)'\r',
                (byte)'t' => (byte)'\t',
                (byte)'b' => (byte)'\b',
                (byte)'f' => (byte)'\f',
                (byte)'v' => (byte)'\v',
                _ => escaped,
            };
            from += 2;
        }

        return to;
    }
}
