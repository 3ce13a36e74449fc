using Affluence.Gateway.Addresses;
using Affluence.Gateway.Cache.Fetching;
using Affluence.Gateway.Cache.Semantics;
using Affluence.Gateway.Cache.Storage;
using Affluence.Gateway.Capture;
using Affluence.Gateway.WaitingRoom;
using Microsoft.Extensions.Options;

namespace Affluence.Gateway.Cache;

/// <summary>
/// A shared cache (RFC 9111) in the pipeline: answers from what is stored, and lets one request to the site do for all who ask for the same.
/// What it decides by is in <see cref="Semantics"/>; here it is put into effect.
/// </summary>
internal sealed class ResponseCache(
    RequestDelegate next,
    ResponseStore store,
    OriginRequests origin,
    Door door,
    ClientAddressResolver addresses,
    IOptions<CacheOptions> options,
    CacheClock clock,
    CacheMetrics metrics)
{
    /// <summary>How often visitors' wishes for a newer page may reach the site, for each page.</summary>
    private static readonly TimeSpan WishInterval = TimeSpan.FromSeconds(1);

    /// <summary>How often the site is asked for a page that it just failed to give.</summary>
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private readonly CacheOptions _options = options.Value;

    public Task InvokeAsync(HttpContext context)
    {
        if (Invalidation.IsUnsafe(context.Request.Method))
        {
            return ForwardUnsafeAsync(context);
        }

        if (!CacheRequest.CanBeAnswered(context))
        {
            return ForwardAsync(context, ForwardReason.Bypass);
        }

        var headers = context.Request.Headers;
        var request = new CacheRequest(
            CacheRequest.KeyOf(context, addresses), HttpMethods.IsHead(context.Request.Method), CacheRequest.ControlOf(headers, _options.RequestDirectives));
        var resource = store.Find(request.Key);
        if (resource?.Find(headers) is not { } slot)
        {
            return MissAsync(context, request, resource is null ? ForwardReason.UriMiss : ForwardReason.VaryMiss);
        }

        slot.Touch();
        var now = clock.Now;
        var stored = slot.Response;
        return JudgeOf(request, resource, stored, now) switch
        {
            ReuseKind.Fresh => GiveAsync(context, stored, now, CacheAnswer.Fresh, CacheResult.Hit),
            ReuseKind.StaleByWish => GiveAsync(context, stored, now, CacheAnswer.Stale, CacheResult.Stale),
            ReuseKind.StaleWhileRevalidate => GiveStaleAsync(context, request, resource, stored, now),
            ReuseKind.ValidateByWish => AskAsync(context, request, stored, ForwardReason.Request),
            _ => ValidateAsync(context, request, resource, stored, now),
        };
    }

    /// <summary>As the rules have it, but that a wish is granted once a second, to all who have it, and not while the site is in trouble.</summary>
    private ReuseKind JudgeOf(in CacheRequest request, CachedResource resource, StoredResponse stored, TimeSpan now)
    {
        var kind = Reuse.Judge(stored.Freshness, stored.AgeAt(now), request.Control);
        if (_options.RequestDirectives == RequestDirectivesPolicy.Honour)
        {
            return request.Control.NoStore && kind == ReuseKind.Fresh ? ReuseKind.ValidateByWish : kind;
        }

        return kind != ReuseKind.ValidateByWish || origin.MayGrantWish(request.Key, resource, now, WishInterval) ? kind : ReuseKind.Fresh;
    }

    private Task ValidateAsync(HttpContext context, in CacheRequest request, CachedResource resource, StoredResponse stored, TimeSpan now) =>
        Reuse.IsAllowedOnError(stored.Freshness, stored.AgeAt(now)) && (HasJustFailed(resource, now) || door.IsShutTo(context))
            ? GiveStaleAsync(context, request, resource, stored, now)
            : AskAsync(context, request, stored, ForwardReason.Stale);

    private static bool HasJustFailed(CachedResource resource, TimeSpan now) => now - resource.LastFailure < RetryInterval;

    private Task MissAsync(HttpContext context, in CacheRequest request, ForwardReason reason)
    {
        if (request.Control.OnlyIfCached && _options.RequestDirectives == RequestDirectivesPolicy.Honour)
        {
            context.Features.Set(Refusal.Gone);
            context.Response.StatusCode = StatusCodes.Status504GatewayTimeout;
            return Task.CompletedTask;
        }

        // Nothing would be stored of the answer to either, so nobody has anything of waiting for it.
        return request.IsHead || request.Control.NoStore || origin.IsPassed(request.Key)
            ? ForwardAsync(context, reason)
            : AskForUnknownAsync(context, request, reason);
    }

    /// <summary>What may be for one visitor alone is asked for by those who may go to the site.</summary>
    private async Task AskForUnknownAsync(HttpContext context, CacheRequest request, ForwardReason reason)
    {
        if (await door.EnterAsync(context))
        {
            await AskAsync(context, request, null, reason);
        }
    }

    private Task GiveStaleAsync(HttpContext context, in CacheRequest request, CachedResource resource, StoredResponse stored, TimeSpan now)
    {
        if (!HasJustFailed(resource, now))
        {
            origin.Revalidate(context, next, request, stored);
        }

        return GiveAsync(context, stored, now, CacheAnswer.Stale, CacheResult.Stale);
    }

    private Task GiveAsync(HttpContext context, StoredResponse stored, TimeSpan now, CacheAnswer answer, CacheResult result)
    {
        metrics.Counted(result);
        context.Features.Set(answer);
        var text = stored.TextAt(now);
        return StoredAnswer.WriteAsync(context, stored, text.Age, text.Status);
    }

    /// <param name="stored">What is to be confirmed, or given if the site gives nothing better; null if there is nothing.</param>
    private async Task AskAsync(HttpContext context, CacheRequest request, StoredResponse? stored, ForwardReason reason)
    {
        var asked = await origin.AskAsync(context, next, request, stored);
        switch (asked.Result.Kind)
        {
            case FetchKind.Answered or FetchKind.Confirmed when asked.Result.Response is { } response:
                metrics.Counted(asked.IsCollapsed ? CacheResult.Collapsed : asked.Result.Kind == FetchKind.Confirmed ? CacheResult.Validated : CacheResult.Miss);
                context.Features.Set(asked.IsCollapsed ? CacheAnswer.Fresh : CacheAnswer.FromSite);
                var text = response.TextAt(clock.Now);
                var status = CacheStatus.Forwarded(reason, asked.Result.Status, asked.IsStored, asked.IsCollapsed);
                await StoredAnswer.WriteAsync(context, response, asked.IsCollapsed || text.Seconds > 0 ? text.Age : null, status);
                return;
            case FetchKind.Passed when !asked.IsCollapsed:
                metrics.Counted(CacheResult.Pass);
                return;
            case FetchKind.Failed when stored is not null && Reuse.IsAllowedOnError(stored.Freshness, stored.AgeAt(clock.Now)):
                metrics.Counted(CacheResult.Stale);
                context.Features.Set(CacheAnswer.Stale);
                await StoredAnswer.WriteAsync(
                    context,
                    stored,
                    stored.TextAt(clock.Now).Age,
                    CacheStatus.Forwarded(reason, asked.Result.Status, collapsed: asked.IsCollapsed, detail: asked.Result.Failure?.Detail));
                return;
            case FetchKind.Failed when asked.Result.Failure is { } failure && (failure.Refusal is null || !asked.IsCollapsed):
                metrics.Counted(asked.IsCollapsed ? CacheResult.Collapsed : CacheResult.Miss);
                failure.ApplyTo(context);
                return;
            case FetchKind.Cancelled when context.RequestAborted.IsCancellationRequested:
                context.Features.Set(Refusal.Gone);
                return;
            default:
                await ForwardAsync(context, reason);
                return;
        }
    }

    private Task ForwardAsync(HttpContext context, ForwardReason reason)
    {
        metrics.Counted(CacheResult.Pass);
        context.Response.OnStarting(
            static state =>
            {
                var (response, reason) = ((HttpResponse, ForwardReason))state;
                response.Headers.Append(CacheStatus.Name, CacheStatus.Forwarded(reason, response.StatusCode));
                return Task.CompletedTask;
            },
            (context.Response, reason));
        return next(context);
    }

    private async Task ForwardUnsafeAsync(HttpContext context)
    {
        var key = CacheRequest.KeyOf(context, addresses);
        await ForwardAsync(context, ForwardReason.Method);
        if (key.Target is not ['/', ..])
        {
            return;
        }

        foreach (var target in Invalidation.Targets(key.Uri, key.Target, context.Response.StatusCode, context.Response.Headers))
        {
            var changed = key with { Target = target };
            origin.Outdate(other => other == changed);
            store.Remove(changed);
        }
    }
}
