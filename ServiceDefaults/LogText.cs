using System.Buffers;
using System.Globalization;
using System.Text;

namespace Affluence.ServiceDefaults;

/// <summary>Text from outside as it may stand in a line of a log.</summary>
internal static class LogText
{
    /// <summary>Control characters (C0, DEL, C1), the line and paragraph separators, and the controls of writing direction.</summary>
    private static readonly SearchValues<char> Unsafe = SearchValues.Create(
    [
        .. Enumerable.Range(0, 0x20).Append(0x7F).Concat(Enumerable.Range(0x80, 0x20)).Select(code => (char)code),
        '\u061C', '\u200E', '\u200F', '\u2028', '\u2029', '\u202A', '\u202B', '\u202C', '\u202D', '\u202E', '\u2066', '\u2067', '\u2068', '\u2069',
    ]);

    /// <summary>Writes each of them as its number, such as <c>\u001b</c>; the rest stays as it is.</summary>
    public static string Escape(string text)
    {
        if (!text.AsSpan().ContainsAny(Unsafe))
        {
            return text;
        }

        var escaped = new StringBuilder(text.Length + 16);
        foreach (var character in text)
        {
            if (Unsafe.Contains(character))
            {
                escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            }
            else
            {
                escaped.Append(character);
            }
        }

        return escaped.ToString();
    }
}
