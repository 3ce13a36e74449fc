using System.Globalization;
using Affluence.Gateway.Capture;
using Yarp.ReverseProxy.Forwarder;

namespace Affluence.Gateway.OriginLimit;

/// <summary>
/// Lets a request through to the site when its turn comes, and else refuses it: with 503 because the site has all it can do, with 502 or 504, as those
/// who asked it, because it is away. It stands directly before the proxy: whatever could be answered without the site has been.
/// </summary>
internal sealed class OriginLimiter(RequestDelegate next, OriginGate gate, RequestClassifier classifier, GatewayMetrics metrics)
{
    private const int ClientClosedRequest = 499;

    /// <summary>Seconds after which it is worth asking again.</summary>
    private const int RetryAfter = 5;

    public async Task InvokeAsync(HttpContext context)
    {
        OriginEntry entry;
        try
        {
            // Who goes first is asked of those who have to wait alone: to tell a bot by its name takes longer than all the rest.
            var page = PageOf(context.Request);
            if (!gate.TryEnter(page, out entry))
            {
                entry = await gate.EnterAsync(PriorityOf(context), page, context.RequestAborted);
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            context.Features.Set(new Refusal(HitOutcome.ClientGone));
            context.Response.StatusCode = ClientClosedRequest;
            return;
        }

        if (entry.Turn is { } turn)
        {
            await TakeAsync(context, turn);
        }
        else
        {
            Refuse(context, entry.Refusal);
        }
    }

    private async Task TakeAsync(HttpContext context, OriginTurn turn)
    {
        context.Features.Set(turn);
        try
        {
            await next(context);
        }
        finally
        {
            gate.End(turn, SignOf(context, turn), RetryAfterOf(context));
        }
    }

    private void Refuse(HttpContext context, HitOutcome cause)
    {
        metrics.RequestShed(cause == HitOutcome.Shed ? "origin_limit" : "origin_away");
        context.Features.Set(new Refusal(cause));
        context.Response.StatusCode = cause switch
        {
            HitOutcome.Unreachable => StatusCodes.Status502BadGateway,
            HitOutcome.Timeout => StatusCodes.Status504GatewayTimeout,
            _ => StatusCodes.Status503ServiceUnavailable,
        };
        context.Response.Headers.RetryAfter = RetryAfter.ToString(CultureInfo.InvariantCulture);
    }

    private RequestPriority PriorityOf(HttpContext context)
    {
        var method = context.Request.Method;
        return classifier.Classify(context) switch
        {
            HitKind.Bot => RequestPriority.Bot,
            _ when !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method) => RequestPriority.Form,
            HitKind.PageView => RequestPriority.PageView,
            _ => RequestPriority.Part,
        };
    }

    /// <summary>Pages differ in what they cost by method and path far more than by query.</summary>
    private static int PageOf(HttpRequest request) => HashCode.Combine(request.Method, request.Path);

    private static OriginSign SignOf(HttpContext context, OriginTurn turn) => context.GetForwarderErrorFeature()?.Error switch
    {
        null or ForwarderError.None => IsOverloaded(context.Response.StatusCode) ? OriginSign.Overloaded : OriginSign.Answered,
        // A page that breaks off, and one whose reader leaves, was answered.
        _ when turn.AnsweredAt is not null => OriginSign.Answered,
        ForwarderError.RequestTimedOut => OriginSign.Silent,
        ForwarderError.ResponseHeaders => OriginSign.Answered,
        ForwarderError.Request or ForwarderError.RequestCreation or ForwarderError.NoAvailableDestinations
            or ForwarderError.RequestBodyDestination or ForwarderError.UpgradeRequestDestination => OriginSign.Unreachable,
        _ => OriginSign.Unknown,
    };

    private static bool IsOverloaded(int status) => status is StatusCodes.Status503ServiceUnavailable or StatusCodes.Status429TooManyRequests;

    private static TimeSpan? RetryAfterOf(HttpContext context) =>
        IsOverloaded(context.Response.StatusCode)
        && int.TryParse(context.Response.Headers.RetryAfter, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(Math.Min(seconds, 86_400))
            : null;
}
