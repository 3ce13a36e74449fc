using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Affluence.Gateway.Capture;

/// <summary>Puts a request whose answer is known before the <see cref="HitClassifier"/>.</summary>
internal sealed class RequestClassifier(IEnumerable<string> probePaths)
{
    private readonly HitClassifier _classifier = new(probePaths);

    public HitKind Classify(HttpContext context, ReadOnlySpan<char> userAgent)
    {
        var headers = context.Request.Headers;
        return _classifier.Classify(new RequestTraits
        {
            Method = context.Request.Method,
            Path = context.Request.Path.Value ?? "/",
            Status = context.Response.StatusCode,
            UserAgent = userAgent,
            Accept = headers.Accept.ToString(),
            FetchMode = First(headers["Sec-Fetch-Mode"]),
            FetchDestination = First(headers["Sec-Fetch-Dest"]),
            Purpose = StringValues.Concat(headers["Sec-Purpose"], headers["Purpose"]).ToString(),
            IsUpgrade = context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true },
            ContentType = context.Response.ContentType,
        });
    }

    private static ReadOnlySpan<char> First(StringValues values) => values is [{ } first, ..] ? first : default;
}
