using System.Text;

namespace Affluence.Simulator.AccessLogs.Envelopes;

/// <summary>
/// Any other words before a line that begins with its client's address or is a JSON object: <c>web nginx 203.0.113.7 - - […</c>, <c>access.log:12:203.0.113.7 - - […</c>.
/// There may be no address in them, for it might be the client's.
/// </summary>
internal sealed class PrefixEnvelope : LineEnvelope
{
    private const int Longest = 256;

    public override string Name => "prefix";

    public override bool TryOpen(Span<byte> line, out int start, out int length)
    {
        start = FindStart(line);
        length = line.Length - start;
        return start > 0 && !IsListed(line[..start].TrimEnd(" \t\""u8)) && AddressText.AddressesWithin(Encoding.Latin1.GetString(line[..start])).Count == 0;
    }

    /// <summary>Whether it ends with an entry of a list: the visitor's that is not known, and what follows is a proxy's.</summary>
    private static bool IsListed(ReadOnlySpan<byte> before) => before.EndsWith(","u8) || before.EndsWith("unknown"u8);

    /// <summary>Where the line within begins; 0 if nowhere.</summary>
    private static int FindStart(ReadOnlySpan<byte> line)
    {
        var words = new Words(line);
        while (words.At < Math.Min(line.Length, Longest))
        {
            var word = words.Next();
            if (word is [(byte)'{', ..])
            {
                return words.Start;
            }

            // Of a list this is the first address; what follows is judged with the line.
            word = word.TrimEnd((byte)',');
            for (int from = 0, colon = 0; colon >= 0; from += colon + 1)
            {
                if (LoggedClient.IsAddress(word[from..]))
                {
                    return words.Start + from;
                }

                colon = word[from..].IndexOf((byte)':');
            }
        }

        return 0;
    }
}
