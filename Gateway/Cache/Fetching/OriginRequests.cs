using Affluence.Gateway.Cache.Semantics;
using Affluence.Gateway.Cache.Storage;
using Microsoft.Extensions.Options;

namespace Affluence.Gateway.Cache.Fetching;

/// <summary>What asking came to for one visitor.</summary>
/// <param name="Result">How it came out.</param>
/// <param name="IsCollapsed">Whether it was another's request.</param>
/// <param name="IsStored">Whether the answer was stored.</param>
internal readonly record struct Asked(FetchResult Result, bool IsCollapsed = false, bool IsStored = false);

/// <summary>Asks the site on behalf of visitors: one request for all who want the same, and what it brings into the store.</summary>
internal sealed class OriginRequests(
    ResponseStore store, FlightRunner runner, SiteCondition site, IServiceProvider services, IOptions<CacheOptions> options, CacheClock clock)
{
    /// <summary>Answers that turn out to be chosen by other fields than was known send who waited around again, but not for ever.</summary>
    private const int MostRounds = 3;

    private readonly CacheOptions _options = options.Value;
    private readonly Flights _flights = runner.Flights;

    public bool IsPassed(in CacheKey key) => runner.IsPassed(key);

    /// <returns>Whether a visitor may have the site asked for a newer page than a fresh one: by himself, or together with who does already.</returns>
    public bool MayGrantWish(in CacheKey key, CachedResource resource, TimeSpan now, TimeSpan interval) =>
        !site.IsShortOfBreath(now) && (_flights.Find(new FlightKey(key, string.Empty)) is not null || resource.TryAttempt(now, interval));

    /// <summary>What is being fetched for the keys that are meant is outdated.</summary>
    public void Outdate(Func<CacheKey, bool> isMeant) => _flights.Outdate(isMeant);

    /// <summary>Asks for a stored answer anew, and waits for nothing; unless it is being asked for already.</summary>
    public void Revalidate(HttpContext context, RequestDelegate next, in CacheRequest request, StoredResponse stored)
    {
        var key = KeyOf(request.Key, context.Request.Headers);
        if (_flights.TryStart(key, clock.Now) is not { } flight)
        {
            return;
        }

        var order = OrderOf(context, request, stored);

        // On no visitor's trace, and not at his cost.
        using (ExecutionContext.SuppressFlow())
        {
            flight.Completion = Task.Run(() => runner.FlyUnattendedAsync(flight, next, order));
        }
    }

    public async Task<Asked> AskAsync(HttpContext context, RequestDelegate next, CacheRequest request, StoredResponse? stored)
    {
        for (var round = 0; round < MostRounds; round++)
        {
            var flight = _flights.Join(KeyOf(request.Key, context.Request.Headers), context, clock.Now, out var isLeader);
            if (isLeader)
            {
                if (KeyOf(request.Key, context.Request.Headers) != flight.Key)
                {
                    // An answer came meanwhile that shows by which fields they are chosen: others may be on their way with ours.
                    runner.Withdraw(flight, FetchResult.Cancelled);
                    continue;
                }

                if (store.Find(request.Key)?.Find(context.Request.Headers) is { } slot && slot.Response != stored)
                {
                    // Stored between our look and our taking the lead.
                    var found = new FetchResult(FetchKind.Answered, slot.Response.Status, slot.Response);
                    runner.Withdraw(flight, found);
                    return new Asked(found, IsCollapsed: true);
                }

                flight.Completion = runner.FlyAsync(flight, next, OrderOf(context, request, stored));
            }

            if (await WaitAsync(flight, context, stored, isLeader) is not { } result)
            {
                return new Asked(Slow(stored), !isLeader);
            }

            if (isLeader && result.Kind is (FetchKind.Passed or FetchKind.Broken))
            {
                await flight.Completion;
            }

            if (isLeader || (result.Kind != FetchKind.Cancelled && result.Response?.Variant.Matches(context.Request.Headers) != false))
            {
                return new Asked(result, !isLeader, result.Response is not null && !flight.IsOutdated);
            }

            if (context.RequestAborted.IsCancellationRequested)
            {
                return new Asked(FetchResult.Cancelled);
            }
        }

        return new Asked(FetchResult.Passed, IsCollapsed: true);
    }

    /// <summary>Nobody waits longer for the site than he must: not for what he can have stale, and not for what somebody else asked.</summary>
    /// <returns>Null when that time is over.</returns>
    private async Task<FetchResult?> WaitAsync(Flight flight, HttpContext context, StoredResponse? stored, bool isLeader)
    {
        var now = clock.Now;
        var canBeStale = stored is not null && Reuse.IsAllowedOnError(stored.Freshness, stored.AgeAt(now));
        var limit = canBeStale ? _options.StalePatience - (now - flight.StartedAt) : isLeader ? Timeout.InfiniteTimeSpan : _options.WaitLimit;
        var isOver = canBeStale && limit <= TimeSpan.Zero;
        try
        {
            return isOver && !flight.Outcome.IsCompleted
                ? await LeaveAsync(flight, context, keep: true)
                : await flight.Outcome.WaitAsync(isOver ? Timeout.InfiniteTimeSpan : limit, clock.Provider, context.RequestAborted);
        }
        catch (TimeoutException)
        {
            return await LeaveAsync(flight, context, keep: canBeStale);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return await LeaveAsync(flight, context, keep: false) ?? FetchResult.Cancelled;
        }
    }

    /// <summary>Leaves a flight, unless its answer is just coming: then there is nothing to leave.</summary>
    private static async Task<FetchResult?> LeaveAsync(Flight flight, HttpContext context, bool keep)
    {
        if (keep)
        {
            flight.Keep();
        }

        return flight.TryLeave(context) ? null : await flight.Outcome;
    }

    private static FetchResult Slow(StoredResponse? stored) => stored is null
        ? FetchResult.Passed
        : new FetchResult(FetchKind.Failed, Failure: new FetchFailure(StatusCodes.Status504GatewayTimeout, null, null) { IsSlow = true });

    private FlightKey KeyOf(in CacheKey key, IHeaderDictionary request) => new(key, store.Find(key)?.VariantKeyOf(request) ?? string.Empty);

    private FetchOrder OrderOf(HttpContext context, in CacheRequest request, StoredResponse? stored)
    {
        var headers = context.Request.Headers;
        return new FetchOrder(
            request.Key,
            new RequestCopy(context, services),
            new RequestFacts(request.Control, headers.Authorization.Count > 0, headers.Cookie.Count > 0),
            _options.RuleFor(request.Key.Path),
            stored,
            stored is not null && Reuse.IsAllowedOnError(stored.Freshness, stored.AgeAt(clock.Now)));
    }
}
