using System.Diagnostics;
using Affluence.Gateway.Addresses;
using Affluence.Gateway.Cache;
using Affluence.Gateway.Guard;
using Affluence.Gateway.Privacy;

namespace Affluence.Gateway.Capture;

/// <summary>
/// Notes every request that reaches the site's part of the pipeline. On the way in it does nothing; when the outcome is known it puts one
/// struct into a queue. It never waits, and never changes or fails an answer.
/// </summary>
internal sealed class HitCapture(
    RequestDelegate next,
    HitQueue queue,
    RequestClassifier classifier,
    ClientAddressResolver addresses,
    VisitorWishes wishes,
    ProxyWatch proxies,
    TimeProvider time)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var failed = true;
        try
        {
            await next(context);
            failed = false;
        }
        finally
        {
            if (BrokenBody.FaultOf(context) is null)
            {
                var hit = Note(context, failed);
                queue.Add(hit);
                proxies.Saw(hit, context.Connection.RemoteIpAddress, context.Request.Headers.ContainsKey("X-Forwarded-For"));
            }
        }
    }

    private Hit Note(HttpContext context, bool failed)
    {
        var userAgent = context.Request.Headers.UserAgent.ToString();
        if (userAgent.Length > VisitorHasher.MaxUserAgentLength)
        {
            userAgent = userAgent[..VisitorHasher.MaxUserAgentLength];
        }

        var kind = classifier.Classify(context, userAgent);
        var trace = Activity.Current is { Recorded: true } activity ? activity.Context : default;
        if (trace != default)
        {
            context.Features.Set(SpanNames.Of(kind));
        }

        return new Hit(
            Bucket.Of(time.GetUtcNow()),
            kind,
            classifier.OutcomeOf(context, failed),
            addresses.Resolve(context),
            userAgent,
            trace,
            wishes.AreAgainst(context.Request.Headers, kind),
            context.Features.Get<CacheAnswer>()?.Source ?? AnswerSource.Site,
            context.Features.Get<RoomMark>()?.Event);
    }
}
