using System.Buffers;

namespace Affluence.Hits;

/// <summary>
/// Knows the clients that call themselves bots. It can't and does not try to know the others: a figure that guessed would be no figure.
/// </summary>
public static class BotDetector
{
    private static readonly SearchValues<string> DeclaredNames = SearchValues.Create(
        [
            "crawl", "spider", "slurp", "scrapy", "archiver", "facebookexternalhit", "mediapartners-google", "google-extended",
            "feedfetcher", "pingdom", "statuscake", "uptime", "kube-probe", "healthcheck", "blackbox-exporter", "site24x7", "lighthouse",
        ],
        StringComparison.OrdinalIgnoreCase);

    public static bool IsDeclaredBot(ReadOnlySpan<char> userAgent) => userAgent.ContainsAny(DeclaredNames) || SaysBot(userAgent);

    /// <summary>
    /// "bot" at the end of a word: <c>Googlebot/2.1</c>, <c>bingbot</c>, <c>MJ12bot</c>, <c>bot;</c>, but not in <c>bottle</c>, and not
    /// in <c>CUBOT</c>, which makes telephones.
    /// </summary>
    private static bool SaysBot(ReadOnlySpan<char> userAgent)
    {
        const string word = "bot";
        for (var rest = userAgent; ;)
        {
            var at = rest.IndexOf(word, StringComparison.OrdinalIgnoreCase);
            if (at < 0)
            {
                return false;
            }

            var after = rest[(at + word.Length)..];
            var isWordEnd = after.IsEmpty || !char.IsAsciiLetter(after[0]) || after.StartsWith("s", StringComparison.OrdinalIgnoreCase);
            if (isWordEnd && !rest[..at].EndsWith("cu", StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }

            rest = after;
        }
    }
}
