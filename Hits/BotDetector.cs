using System.Buffers;

namespace Affluence.Hits;

/// <summary>
/// Knows the clients that say what they are for: a bot, a crawler, a health check, a monitor. It can't and does not try to know the others: a
/// figure that guessed would be no figure.
/// </summary>
public static class BotDetector
{
    private const string Bot = "bot";

    private static readonly string[] PurposeWords =
    [
        "crawl", "spider", "slurp", "scrapy", "archiver", "feedfetcher", "feed fetcher", "uptime", "monitor", "monit/", "montastic", "probe", "pinger",
        "pingometer", "pingdom", "freshping", "nodeping", "healthcheck", "health check", "health-check", "health_check", "health probe", "googlehc",
        "/hc", "lb health", "nagios", "icinga", "zabbix", "prometheus", "sensu", "datadog", "synthetic", "blackbox exporter", "blackbox-exporter",
        "check_http", "security scanner", "availability", "cloud-scheduler", "traffic-manager", "site24x7", "statuscake", "lighthouse", "gatus", "k6/",
        "inoreader", "pinterest/", "jetpack", "ohdear", "site-shot", "facebookexternalhit", "mediapartners-google", "google-extended",
        "alwaysonline", "hyperping", "wormly", "alertsite", "monitis", "varnish-health", "envoyhc", "load balancer agent", "woorank", "postmanruntime",
        "undici", "java/",
    ];

    private static readonly SearchValues<string> Purposes = SearchValues.Create(PurposeWords, StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<string> BotWord = SearchValues.Create([Bot], StringComparison.OrdinalIgnoreCase);

    /// <summary>One of these, in letters of any size, stands in whatever says so.</summary>
    internal static IReadOnlyList<string> Words { get; } = [Bot, .. PurposeWords];

    /// <summary>Whether it says so in a word; <see cref="CrawlerList"/> knows those who only give their name.</summary>
    public static bool IsDeclaredBot(ReadOnlySpan<char> userAgent) => userAgent.ContainsAny(Purposes) || SaysBot(userAgent);

    /// <summary>
    /// "bot" at the end of a word: <c>Googlebot/2.1</c>, <c>bingbot</c>, <c>MJ12bot</c>, <c>bot;</c>, but not in <c>bottle</c>, and not
    /// in <c>CUBOT</c>, which makes telephones.
    /// </summary>
    private static bool SaysBot(ReadOnlySpan<char> userAgent)
    {
        for (var rest = userAgent; ;)
        {
            var at = rest.IndexOfAny(BotWord);
            if (at < 0)
            {
                return false;
            }

            var after = rest[(at + Bot.Length)..];
            var isWordEnd = after.IsEmpty || !char.IsAsciiLetter(after[0]) || after.StartsWith("s", StringComparison.OrdinalIgnoreCase);
            if (isWordEnd && !rest[..at].EndsWith("cu", StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }

            rest = after;
        }
    }
}
