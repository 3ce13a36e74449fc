namespace Affluence.Simulator.AccessLogs;

/// <summary>Takes back percent-encoding in place.</summary>
internal static class PercentText
{
    /// <returns>The length of the text now.</returns>
    public static int Decode(Span<byte> text)
    {
        var to = 0;
        for (var from = 0; from < text.Length; to++)
        {
            if (text[from] == '%' && from + 2 < text.Length && HexDigits.TryRead(text[from + 1], text[from + 2], out var value))
            {
                text[to] = value;
                from += 3;
            }
            else
            {
                text[to] = text[from++];
            }
        }

        return to;
    }
}
