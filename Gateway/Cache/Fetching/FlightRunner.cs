using Affluence.Gateway.Cache.Semantics;
using Affluence.Gateway.Cache.Storage;
using Microsoft.Extensions.Options;

namespace Affluence.Gateway.Cache.Fetching;

/// <summary>Carries out one request to the site and puts what it brings where it belongs: into the store, among what is not waited for, or nowhere.</summary>
internal sealed partial class FlightRunner(
    ResponseStore store, SiteCondition site, IOptions<CacheOptions> options, CacheClock clock, ILogger<FlightRunner> logger)
{
    private readonly CacheOptions _options = options.Value;
    private readonly PassMarks _passes = new(options.Value.PassMemory);

    /// <summary>What is under way.</summary>
    public Flights Flights { get; } = new();

    /// <summary>Whether answers for this key are known to be for nobody but who asks.</summary>
    public bool IsPassed(in CacheKey key) => _passes.Has(key, clock.Now);

    public async Task FlyUnattendedAsync(Flight flight, RequestDelegate next, FetchOrder order)
    {
        try
        {
            await FlyAsync(flight, next, order);
        }
        catch (Exception exception)
        {
            Log.RevalidationFailed(logger, exception);
        }
    }

    public async Task FlyAsync(Flight flight, RequestDelegate next, FetchOrder order)
    {
        var result = FetchResult.Broken;
        try
        {
            var fetch = new OriginFetch(next, _options, clock);
            result = await fetch.RunAsync(order, flight, status => Pass(flight, order, status));
            if (result.Kind == FetchKind.Mismatched)
            {
                result = await fetch.RunAsync(order with { Validating = null }, flight, status => Pass(flight, order, status));
            }

            Settle(flight, order, result);
        }
        finally
        {
            Withdraw(flight, result);
        }
    }

    /// <summary>Ends a flight, with a result for all who wait for it.</summary>
    public void Withdraw(Flight flight, FetchResult result)
    {
        Flights.Remove(flight);
        flight.Land(result);
    }

    /// <summary>The answer is for who asked alone: all others go ahead at once, and those who come are not made to wait.</summary>
    private HttpContext? Pass(Flight flight, FetchOrder order, int status)
    {
        // A fault says nothing of what the page is like when the site is well.
        if (!Reuse.IsFault(status))
        {
            _passes.Set(order.Key, clock.Now);
            store.Remove(order.Key);
        }
        else
        {
            site.Failed(clock.Now);
        }

        Flights.Remove(flight);
        var leader = flight.TakeLeader();
        flight.Land(FetchResult.Passed);
        return leader;
    }

    private void Settle(Flight flight, FetchOrder order, FetchResult result)
    {
        if (result.Response is { } response)
        {
            _passes.Clear(order.Key);
            if (!flight.IsOutdated)
            {
                store.Store(order.Key, response);
            }

            if (flight.IsOutdated)
            {
                // Just now, perhaps too late for us to see it before and too early to find what we stored.
                store.Remove(order.Key);
            }
        }
        else if (result.Kind == FetchKind.Failed)
        {
            site.Failed(clock.Now);
            store.Find(order.Key)?.Failed(clock.Now);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "A page could not be asked for anew.")]
        public static partial void RevalidationFailed(ILogger logger, Exception exception);
    }
}
