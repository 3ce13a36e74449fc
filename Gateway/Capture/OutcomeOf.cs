using Yarp.ReverseProxy.Forwarder;

namespace Affluence.Gateway.Capture;

/// <summary>Names what became of a request, from the answer and the proxy's own word.</summary>
internal static class OutcomeOf
{
    public static HitOutcome Request(HttpContext context, bool failed, StatusOutcomes outcomes)
    {
        if (context.Features.Get<Refusal>() is { } refusal)
        {
            return refusal.Outcome;
        }

        var error = context.GetForwarderErrorFeature()?.Error ?? ForwarderError.None;
        return error switch
        {
            ForwarderError.None => Answered(context, failed, outcomes),
            ForwarderError.RequestTimedOut => HitOutcome.Timeout,
            ForwarderError.Request or ForwarderError.RequestCreation or ForwarderError.NoAvailableDestinations
                or ForwarderError.RequestBodyDestination or ForwarderError.UpgradeRequestDestination => HitOutcome.Unreachable,
            ForwarderError.ResponseHeaders or ForwarderError.ResponseBodyDestination or ForwarderError.UpgradeResponseDestination
                => HitOutcome.OriginError,
            // All that is left came from the client's side. Once the answer was on its way, the visitor had it.
            _ => context.Response.HasStarted ? Answered(context, failed, outcomes) : HitOutcome.ClientGone,
        };
    }

    private static HitOutcome Answered(HttpContext context, bool failed, StatusOutcomes outcomes)
    {
        var outcome = failed ? HitOutcome.OriginError : outcomes.OfAnswer(context.Response.StatusCode);
        return outcome == HitOutcome.OriginError && context.RequestAborted.IsCancellationRequested && !context.Response.HasStarted
            ? HitOutcome.ClientGone
            : outcome;
    }
}
