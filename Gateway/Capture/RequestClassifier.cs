using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Affluence.Gateway.Capture;

/// <summary>Puts a request whose answer is known before the <see cref="HitClassifier"/>, and says what became of it.</summary>
/// <param name="crawlers">Who is a bot by name; null is the list that comes with this program.</param>
/// <param name="outcomes">What an answer of the site means; null is what it means unless a site says otherwise.</param>
internal sealed class RequestClassifier(IEnumerable<string> probePaths, CrawlerList? crawlers = null, StatusOutcomes? outcomes = null)
{
    private readonly HitClassifier _classifier = new(probePaths, crawlers);
    private readonly StatusOutcomes _outcomes = outcomes ?? StatusOutcomes.Default;

    public HitOutcome OutcomeOf(HttpContext context, bool failed) => Capture.OutcomeOf.Request(context, failed, _outcomes);

    public HitKind Classify(HttpContext context) => Classify(context, context.Request.Headers.UserAgent.ToString());

    public HitKind Classify(HttpContext context, ReadOnlySpan<char> userAgent)
    {
        var headers = context.Request.Headers;
        var kind = _classifier.Classify(new RequestTraits
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

        // A browser that waits asks for a document, again and again.
        return kind == HitKind.PageView && context.Features.Get<Refusal>() is { IsPoll: true } ? HitKind.Other : kind;
    }

    private static ReadOnlySpan<char> First(StringValues values) => values is [{ } first, ..] ? first : default;
}
