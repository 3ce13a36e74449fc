using System.Text;
using System.Text.RegularExpressions;

namespace Affluence.Simulator.AccessLogs;

/// <summary>
/// Shows a little of a bad line, so that it is understood without opening the log: at most 64 printable ASCII characters, and no address.
/// </summary>
internal static partial class Excerpt
{
    private const int MaxLength = 64;

    /// <summary>An address that begins before the cut ends within this.</summary>
    private const int LookedAt = MaxLength + NetworkAddress.MaxTextLength;

    private const string Hidden = "<address>";

    /// <param name="column">Where to begin, in bytes from 1.</param>
    public static string Of(ReadOnlySpan<byte> line, int column)
    {
        line = line[Math.Min(Math.Max(0, column - 1), line.Length)..];
        var text = new StringBuilder(LookedAt);
        foreach (var letter in line[..Math.Min(line.Length, LookedAt)])
        {
            text.Append(letter is >= (byte)' ' and <= (byte)'~' ? (char)letter : '?');
        }

        // Of so few letters any way of matching is short, and these were compiled with the program.
        var shown = Quads().Replace(text.ToString(), Hidden);
        shown = ColonForms().Replace(shown, match => IsAddress(match.ValueSpan) ? Hidden : match.Value);
        return shown.Length <= MaxLength ? shown : string.Concat(shown.AsSpan(0, MaxLength - 3), "...");
    }

    /// <summary>A time has colons too, but at most three.</summary>
    private static bool IsAddress(ReadOnlySpan<char> text) => text.Contains("::", StringComparison.Ordinal) || text.Count(':') > 3;

    /// <summary>Host names of subscribers have hyphens for points.</summary>
    [GeneratedRegex(@"[0-9]{1,3}[._-][0-9]{1,3}[._-][0-9]{1,3}[._-][0-9]{1,3}")]
    private static partial Regex Quads();

    [GeneratedRegex(@"[0-9A-Fa-f]*:[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*")]
    private static partial Regex ColonForms();
}
