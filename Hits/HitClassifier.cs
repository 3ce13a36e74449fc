namespace Affluence.Hits;

/// <summary>Tells page views from the rest. The gateway and the import of access logs ask the same one, so that both count alike.</summary>
/// <param name="probePaths">Paths of health and uptime checks.</param>
/// <param name="crawlers">Who is a bot by name; null is the list that comes with this program.</param>
public sealed class HitClassifier(IEnumerable<string> probePaths, CrawlerList? crawlers = null)
{
    private const int NotModified = 304;
    private const int TooManyRequests = 429;

    private readonly CrawlerList _crawlers = crawlers ?? CrawlerList.Default;

    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _probePaths =
        new HashSet<string>(probePaths, StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Where health and uptime checks ask unless a site says otherwise.</summary>
    public static IReadOnlyCollection<string> DefaultProbePaths { get; } =
        ["/health", "/healthz", "/alive", "/livez", "/readyz", "/ping", "/status"];

    /// <param name="userAgent">A byte a character (ISO 8859-1), cut to <see cref="VisitorHasher.MaxUserAgentLength"/>.</param>
    /// <param name="hash">Of the user agent; the same for the same one within this process.</param>
    public bool IsBot(ReadOnlySpan<byte> userAgent, out ulong hash) => _crawlers.Names(userAgent, out hash);

    public HitKind Classify(in RequestTraits request) => Classify(request, _crawlers.Names(request.UserAgent));

    /// <param name="isBot">What <see cref="IsBot"/> says of its user agent, which need not be among the traits then.</param>
    public HitKind Classify(in RequestTraits request, bool isBot)
    {
        if (isBot)
        {
            return HitKind.Bot;
        }

        if (_probePaths.Contains(request.Path))
        {
            return HitKind.Probe;
        }

        return IsNavigation(request) && IsDocument(request) ? HitKind.PageView : HitKind.Other;
    }

    /// <summary>
    /// Browsers say what they navigate to (W3C Fetch Metadata). Older ones ask for text/html first, and programs that say nothing are taken
    /// by the path: a document's has no ending, or none that is known for something else.
    /// </summary>
    private static bool IsNavigation(in RequestTraits request)
    {
        var isPost = request.Method is "POST";
        if (request.IsUpgrade || (request.Method is not "GET" && !isPost) || Says(request.Purpose, "prefetch"))
        {
            return false;
        }

        if (!request.FetchMode.IsEmpty)
        {
            return request.FetchMode.Equals("navigate", StringComparison.OrdinalIgnoreCase)
                && (request.FetchDestination.IsEmpty || request.FetchDestination.Equals("document", StringComparison.OrdinalIgnoreCase));
        }

        var acceptsAnything = request.Accept.IsEmpty || Says(request.Accept, "*/*");
        return Says(request.Accept, "text/html") || (!isPost && acceptsAnything && DocumentPath.Is(request.Path));
    }

    /// <summary>
    /// A redirect is no document yet: the browser goes on, and the page view is the request it ends with. A revalidated page (304) is. A
    /// refusal is judged by what was asked for, since its body, if any, is nobody's page.
    /// </summary>
    private static bool IsDocument(in RequestTraits request)
    {
        if (request.Status is >= 300 and < 400)
        {
            return request.Status == NotModified;
        }

        return request.Status is TooManyRequests or >= 500
            || request.ContentType.IsEmpty
            || request.ContentType.StartsWith("text/html", StringComparison.OrdinalIgnoreCase)
            || request.ContentType.StartsWith("application/xhtml+xml", StringComparison.OrdinalIgnoreCase);
    }

    private static bool Says(ReadOnlySpan<char> value, string what) => value.Contains(what, StringComparison.OrdinalIgnoreCase);
}
