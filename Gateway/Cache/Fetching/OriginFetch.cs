using Affluence.Gateway.Cache.Semantics;
using Affluence.Gateway.Cache.Storage;
using Affluence.Gateway.Capture;
using Microsoft.Extensions.Primitives;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace Affluence.Gateway.Cache.Fetching;

/// <summary>Asks the site once, through the rest of the pipeline, and makes of its answer what it may be.</summary>
/// <param name="next">The rest of the pipeline: whoever limits requests to the site, and the proxy.</param>
/// <param name="options">Bounds of what is stored.</param>
/// <param name="clock">What time it is.</param>
internal sealed class OriginFetch(RequestDelegate next, CacheOptions options, CacheClock clock)
{
    /// <param name="order">What is asked.</param>
    /// <param name="flight">On whose behalf; it ends the request when nobody wants an answer any more.</param>
    /// <param name="passTo">
    /// Called with the status as soon as the answer turns out to be for nobody but who asked; gives him, or null when he is gone.
    /// </param>
    public async Task<FetchResult> RunAsync(FetchOrder order, Flight flight, Func<int, HttpContext?> passTo)
    {
        var requestedAt = clock.Date;
        FetchResult? result = null;
        ResponseFacts? facts = null;
        HttpContext? inner = null;
        HttpContext? receiver = null;
        CancellationTokenRegistration abandoned = default;

        AnswerUse Decide(OriginAnswer answer)
        {
            facts ??= new ResponseFacts(answer.StatusCode, answer.Headers, requestedAt, clock.Date);
            var isLate = answer.Use == AnswerUse.Collect;
            if (!isLate && Judge(order, facts, inner!) is { } judged)
            {
                result = judged;
                return AnswerUse.Discard;
            }

            if (!isLate && IsStorable(order, facts, inner!))
            {
                flight.Keep();
                return AnswerUse.Collect;
            }

            result = FetchResult.Passed;
            receiver = passTo(facts.Status);
            if (receiver is null)
            {
                flight.Cancellation.Cancel();
                return AnswerUse.Discard;
            }

            // A client that reads no more is cut off by the server, after which writing to it is in vain and does not fail.
            abandoned = receiver.RequestAborted.UnsafeRegister(static state => ((Flight)state!).Cancellation.Cancel(), flight);
            CopyFeatures(inner!, receiver);
            answer.RelayTo(receiver, CacheStatus.Forwarded(ReasonOf(order), facts.Status));
            return AnswerUse.Relay;
        }

        var answer = new OriginAnswer(Decide, options.MaxBodyBytes, flight.Cancellation);
        inner = order.Request.ToContext(order.Validating?.Validators, answer);
        try
        {
            await next(inner);
        }
        finally
        {
            await abandoned.DisposeAsync();
        }

        if (!answer.HasStarted)
        {
            if (FailureOf(inner) is { } failure)
            {
                return flight.Cancellation.IsCancellationRequested ? FetchResult.Cancelled : new FetchResult(FetchKind.Failed, Failure: failure);
            }

            await answer.StartAsync(CancellationToken.None);
        }

        if (receiver is not null)
        {
            FinishRelay(inner, receiver);
        }

        return result ?? Whole(order, facts!, answer, inner);
    }

    /// <summary>An answer that decides by its header alone.</summary>
    private FetchResult? Judge(FetchOrder order, ResponseFacts facts, HttpContext inner)
    {
        if (inner.Features.Get<Refusal>() is { } refusal)
        {
            return order.HasStale ? new FetchResult(FetchKind.Failed, facts.Status, Failure: new FetchFailure(facts.Status, null, refusal)) : null;
        }

        if (facts.Status == StatusCodes.Status304NotModified)
        {
            return order.Validating is null
                // Nothing was asked that this could be an answer to.
                ? new FetchResult(FetchKind.Failed, facts.Status, Failure: Broken)
                : Confirmed(order, order.Validating, facts);
        }

        return order.HasStale && Reuse.IsFault(facts.Status)
            ? new FetchResult(FetchKind.Failed, facts.Status, Failure: new FetchFailure(facts.Status, null, null))
            : null;
    }

    private FetchResult Confirmed(FetchOrder order, StoredResponse stored, ResponseFacts facts)
    {
        if (!Preconditions.AreConfirmed(stored.Validators, facts.Validators))
        {
            return FetchResult.Mismatched;
        }

        var fields = StoredFields.Updated(stored.Fields, facts);
        IHeaderDictionary headers = new HeaderDictionary(fields.Length + 1);
        foreach (var (name, value) in fields)
        {
            headers[name] = value;
        }

        headers.Age = facts.Headers.Age;
        return new FetchResult(FetchKind.Confirmed, facts.Status, Make(order, stored.Status, fields, headers, facts, stored.Body, stored.Variant));
    }

    private bool IsStorable(FetchOrder order, ResponseFacts facts, HttpContext inner) =>
        inner.Features.Get<Refusal>() is null
        && Storability.Allows(order.Facts, facts, order.Rule)
        && !(facts.Headers.ContentLength > options.MaxBodyBytes)
        && facts.Headers.Sum(header => header.Key.Length + header.Value.Sum(value => value?.Length ?? 0)) <= options.MaxHeaderCharacters
        && Variant.Of(facts.Headers.Vary, order.Request.Headers) is not null;

    private FetchResult Whole(FetchOrder order, ResponseFacts facts, OriginAnswer answer, HttpContext inner) => FailureOf(inner) is { } failure
        ? new FetchResult(FetchKind.Failed, facts.Status, Failure: failure)
        : new FetchResult(
            FetchKind.Answered,
            facts.Status,
            Make(order, facts.Status, StoredFields.Of(facts), facts.Headers, facts, answer.TakeBody(), Variant.Of(facts.Headers.Vary, order.Request.Headers)!));

    private StoredResponse Make(
        FetchOrder order, int status, KeyValuePair<string, StringValues>[] fields, IHeaderDictionary headers, ResponseFacts facts, byte[] body, Variant variant)
    {
        var stored = new ResponseFacts(status, headers, facts.RequestedAt, facts.ReceivedAt);
        return new StoredResponse
        {
            Status = status,
            Fields = fields,
            Body = body,
            Variant = variant,
            Freshness = Freshness.Of(stored, new LifetimePolicy(order.Rule?.Lifetime, options.MaxHeuristicLifetime, order.Rule?.Grace ?? options.Grace)),
            Validators = stored.Validators,
            StoredAt = clock.Now,
            ReceivedAt = facts.ReceivedAt,
        };
    }

    private static FetchFailure Broken { get; } = new(StatusCodes.Status502BadGateway, null, null);

    private static ForwardReason ReasonOf(FetchOrder order) => order.Validating is null ? ForwardReason.UriMiss : ForwardReason.Stale;

    private static FetchFailure? FailureOf(HttpContext inner)
    {
        var error = inner.GetForwarderErrorFeature();
        var refusal = inner.Features.Get<Refusal>();
        return error is null && refusal is null
            ? null
            : new FetchFailure(error?.Error == ForwarderError.ResponseBodyDestination ? StatusCodes.Status502BadGateway : inner.Response.StatusCode, error, refusal)
            {
                RetryAfter = refusal is null ? null : (string?)inner.Response.Headers.RetryAfter,
            };
    }

    private static void CopyFeatures(HttpContext inner, HttpContext receiver)
    {
        receiver.Features.Set(inner.Features.Get<IReverseProxyFeature>());
        receiver.Features.Set(inner.Features.Get<Refusal>());
    }

    private static void FinishRelay(HttpContext inner, HttpContext receiver)
    {
        if (inner.Features.Get<IForwarderErrorFeature>() is { } error)
        {
            receiver.Features.Set(error);
            if (receiver.Response.HasStarted)
            {
                receiver.Abort();
            }
        }
    }
}
