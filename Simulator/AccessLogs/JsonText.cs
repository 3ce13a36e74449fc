using System.Globalization;
using System.Text;

namespace Affluence.Simulator.AccessLogs;

/// <summary>
/// Takes back JSON's escapes in place. The reader's own way refuses a text that is no UTF-8, but a header is whatever bytes the client
/// sent, and nginx writes them so.
/// </summary>
internal static class JsonText
{
    private const int UnicodeEscapeLength = 6;

    /// <param name="text">Without the quotes; checked for its grammar.</param>
    /// <returns>The length of the text now.</returns>
    public static int Unescape(Span<byte> text)
    {
        var to = 0;
        for (var from = 0; from < text.Length;)
        {
            if (text[from] != '\\' || from + 1 == text.Length)
            {
                text[to++] = text[from++];
            }
            else if (text[from + 1] == 'u' && TryReadUnit(text[from..], out var unit))
            {
                from += UnicodeEscapeLength;
                if (char.IsHighSurrogate(unit) && TryReadUnit(text[from..], out var low) && char.IsLowSurrogate(low))
                {
                    from += UnicodeEscapeLength;
                    to += new Rune(unit, low).EncodeToUtf8(text[to..]);
                }
                else
                {
                    // At most 3 bytes in place of 6.
                    to += (Rune.TryCreate(unit, out var rune) ? rune : Rune.ReplacementChar).EncodeToUtf8(text[to..]);
                }
            }
            else
            {
                text[to++] = text[from + 1] switch
                {
                    (byte)'n' => (byte)'\n',
                    (byte)'r' => (byte)'\r',
                    (byte)'t' => (byte)'\t',
                    (byte)'b' => (byte)'\b',
                    (byte)'f' => (byte)'\f',
                    var escaped => escaped,
                };
                from += 2;
            }
        }

        return to;
    }

    private static bool TryReadUnit(ReadOnlySpan<byte> text, out char unit)
    {
        var known = ushort.TryParse(
            text.Length >= UnicodeEscapeLength && text[0] == '\\' && text[1] == 'u' ? text[2..UnicodeEscapeLength] : default,
            NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value);
        unit = (char)value;
        return known;
    }
}
