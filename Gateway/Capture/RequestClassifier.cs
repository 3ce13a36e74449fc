using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Affluence.Gateway.Capture;

/// <summary>Tells page views from the rest, after the answer is known.</summary>
internal sealed class RequestClassifier(IEnumerable<string> probePaths)
{
    private readonly HashSet<string> _probePaths = new(probePaths, StringComparer.OrdinalIgnoreCase);

    public HitKind Classify(HttpContext context, ReadOnlySpan<char> userAgent)
    {
        if (BotDetector.IsDeclaredBot(userAgent))
        {
            return HitKind.Bot;
        }

        var path = context.Request.Path.Value ?? "/";
        if (_probePaths.Contains(path))
        {
            return HitKind.Probe;
        }

        return IsNavigation(context.Request, path) && IsDocument(context.Response) ? HitKind.PageView : HitKind.Other;
    }

    /// <summary>
    /// Browsers say what they navigate to (W3C Fetch Metadata). Older ones ask for text/html first, and programs that say nothing are taken
    /// by the path: a document's has no extension, or that of a page.
    /// </summary>
    private static bool IsNavigation(HttpRequest request, string path)
    {
        if (request.HttpContext.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true })
        {
            return false;
        }

        var isPost = HttpMethods.IsPost(request.Method);
        if (!HttpMethods.IsGet(request.Method) && !isPost)
        {
            return false;
        }

        var headers = request.Headers;
        if (Says(headers["Sec-Purpose"], "prefetch") || Says(headers["Purpose"], "prefetch"))
        {
            return false;
        }

        if (headers["Sec-Fetch-Mode"] is [{ } mode, ..])
        {
            return mode.Equals("navigate", StringComparison.OrdinalIgnoreCase)
                && (headers["Sec-Fetch-Dest"] is not [{ } destination, ..] || destination.Equals("document", StringComparison.OrdinalIgnoreCase));
        }

        return Says(headers.Accept, "text/html") || (!isPost && AcceptsAnything(headers.Accept) && DocumentPath.Is(path));
    }

    /// <summary>
    /// A redirect is no document yet: the browser goes on, and the page view is the request it ends with. A revalidated page (304) is. A
    /// refusal is judged by what was asked for, since its body, if any, is nobody's page.
    /// </summary>
    private static bool IsDocument(HttpResponse response)
    {
        if (response.StatusCode is >= 300 and < 400)
        {
            return response.StatusCode == StatusCodes.Status304NotModified;
        }

        var type = response.ContentType.AsSpan();
        return response.StatusCode >= 500
            || type.IsEmpty
            || type.StartsWith("text/html", StringComparison.OrdinalIgnoreCase)
            || type.StartsWith("application/xhtml+xml", StringComparison.OrdinalIgnoreCase);
    }

    private static bool AcceptsAnything(StringValues accept) => accept.Count == 0 || Says(accept, "*/*");

    private static bool Says(StringValues values, string what)
    {
        foreach (var value in values)
        {
            if (value is not null && value.Contains(what, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
