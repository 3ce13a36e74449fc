using Affluence.Gateway.Cache.Purging;
using Affluence.Gateway.Cache.Storage;
using Affluence.ServiceDefaults.Credentials;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace Affluence.Gateway.Cache;

/// <summary><c>GET /cache</c>, what is stored and how well it does, and <c>POST /cache/purge</c>. On the management port, and for operators only.</summary>
internal static class CacheEndpoints
{
    private const int LongestBody = 16_384;
    private const int TopPaths = 20;

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var cache = endpoints.MapGroup("/cache").RefuseCrossSite().RequireCredential(CredentialRole.Operator);
        cache.MapGet("", (ResponseStore store, CacheMetrics metrics, PurgeLedger purges, PurgeSync sync, IOptions<CacheOptions> options) =>
            AccountOf(store, metrics, purges, sync, options.Value));
        cache.MapPost("/purge", PurgeAsync);
    }

    private static async Task<IResult> PurgeAsync(HttpRequest request, PurgeSync sync, CancellationToken cancellationToken)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = LongestBody;
        }

        var (pattern, faults) = await PurgeRequest.ReadAsync(request.Body, cancellationToken);
        if (pattern is not { } meant)
        {
            return TypedResults.ValidationProblem(faults, "Nothing was purged.");
        }

        // Once it is begun, it is not given up because who asked for it left.
        var (entries, trouble) = await sync.DecreeAsync(meant, CancellationToken.None);
        return trouble is null
            ? TypedResults.Ok(new PurgeAccount(entries, EveryGateway: true, null))
            : TypedResults.Accepted((string?)null, new PurgeAccount(entries, EveryGateway: false, $"{trouble} Other gateways are told as soon as it can be, unless this one ends before."));
    }

    private static CacheAccount AccountOf(ResponseStore store, CacheMetrics metrics, PurgeLedger purges, PurgeSync sync, CacheOptions options)
    {
        var requests = Enum.GetValues<CacheResult>().ToDictionary(result => result.ToString().ToLowerInvariant(), metrics.CountOf);
        var all = requests.Values.Sum();
        var unasked = metrics.CountOf(CacheResult.Hit) + metrics.CountOf(CacheResult.Stale) + metrics.CountOf(CacheResult.Collapsed);
        return new CacheAccount(
            options.Enabled,
            store.Count,
            store.Bytes,
            options.Bytes,
            store.Evicted,
            requests,
            all == 0 ? null : Math.Round((double)unasked / all, 4),
            [
                .. store.Entries
                    .GroupBy(entry => entry.Key.PathKey)
                    .Select(path => new PathAccount(
                        path.Key.Host, path.Key.Path, path.Count(), path.Sum(entry => entry.Response.Bytes), path.Sum(entry => entry.Requests)))
                    .OrderByDescending(path => path.Requests)
                    .ThenBy(path => path.Path, StringComparer.Ordinal)
                    .Take(TopPaths),
            ],
            new PurgeState(purges.Known, purges.Untold.Count, sync.Trouble));
    }

    /// <param name="Requests">Since the start, by what the cache did, as the metric <c>affluence.gateway.cache.requests</c> tells.</param>
    /// <param name="HitRatio">The share of them for which the site was not asked: hit, stale and collapsed. Null: there was none.</param>
    /// <param name="TopPaths">Those most asked for of what is stored.</param>
    private sealed record CacheAccount(
        bool Enabled,
        int Entries,
        long Bytes,
        long BytesAllowed,
        long Evictions,
        IReadOnlyDictionary<string, long> Requests,
        double? HitRatio,
        IReadOnlyList<PathAccount> TopPaths,
        PurgeState Purges);

    /// <param name="Entries">Queries and variants of it that are stored.</param>
    /// <param name="Requests">That found one of these.</param>
    private sealed record PathAccount(string Host, string Path, int Entries, long Bytes, long Requests);

    /// <param name="Known">That hold here.</param>
    /// <param name="Untold">That the counter, and with it other gateways, was not told of yet.</param>
    /// <param name="Trouble">Why the counter could not be asked; null if it could.</param>
    private sealed record PurgeState(int Known, int Untold, string? Trouble);

    /// <param name="Purged">Stored answers that were forgotten at this gateway.</param>
    /// <param name="EveryGateway">Whether the others learn of it within two seconds.</param>
    private sealed record PurgeAccount(int Purged, bool EveryGateway, string? Reason);
}
