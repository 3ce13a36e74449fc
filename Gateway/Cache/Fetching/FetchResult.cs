using Affluence.Gateway.Cache.Storage;
using Affluence.Gateway.Capture;
using Yarp.ReverseProxy.Forwarder;

namespace Affluence.Gateway.Cache.Fetching;

/// <summary>How asking the site came out.</summary>
internal enum FetchKind
{
    /// <summary>With an answer for all who wait, which may be stored.</summary>
    Answered,

    /// <summary>As <see cref="Answered"/>: what was stored is still so.</summary>
    Confirmed,

    /// <summary>With an answer for nobody but who asked.</summary>
    Passed,

    /// <summary>With no answer, or with a fault in whose place a stale page can be given.</summary>
    Failed,

    /// <summary>With a confirmation of something else than is stored.</summary>
    Mismatched,

    /// <summary>Not at all: who asked left, and nobody else was waiting.</summary>
    Cancelled,

    /// <summary>With a fault of ours.</summary>
    Broken,
}

/// <param name="Kind">How it came out.</param>
/// <param name="Status">What the site answered, or what is to be answered in its place; null if nothing.</param>
/// <param name="Response">The answer, if it is for all.</param>
/// <param name="Failure">What the proxy, or whoever refused on the site's behalf, said of a failure.</param>
internal sealed record FetchResult(FetchKind Kind, int? Status = null, StoredResponse? Response = null, FetchFailure? Failure = null)
{
    public static FetchResult Passed { get; } = new(FetchKind.Passed);

    public static FetchResult Mismatched { get; } = new(FetchKind.Mismatched);

    public static FetchResult Cancelled { get; } = new(FetchKind.Cancelled);

    public static FetchResult Broken { get; } = new(FetchKind.Broken);
}

/// <summary>What is known of a request that the site did not answer.</summary>
/// <param name="Status">The gateway's answer to who asked.</param>
/// <param name="Error">The proxy's word; null if it was not asked, or if the site answered with a fault.</param>
/// <param name="Refusal">Why it was not asked.</param>
internal sealed record FetchFailure(int Status, IForwarderErrorFeature? Error, Refusal? Refusal)
{
    /// <summary>It was not waited for any longer, and may yet be answered.</summary>
    public bool IsSlow { get; init; }

    /// <summary>When it is worth asking again, as the refusal says; null if it says nothing.</summary>
    public string? RetryAfter { get; init; }

    /// <summary>A token for <c>Cache-Status</c>; null where the status says it.</summary>
    public string? Detail => Refusal is not null
        ? "refused"
        : Error?.Error switch
        {
            null => IsSlow ? "slow" : null,
            ForwarderError.RequestTimedOut => "timeout",
            ForwarderError.ResponseBodyDestination => "incomplete",
            _ => "unreachable",
        };

    public void ApplyTo(HttpContext context)
    {
        context.Response.StatusCode = Status;
        if (Error is not null)
        {
            context.Features.Set(Error);
        }

        if (Refusal is not null)
        {
            context.Features.Set(Refusal);
        }

        if (RetryAfter is not null)
        {
            context.Response.Headers.RetryAfter = RetryAfter;
        }
    }
}
