using Affluence.Gateway.Cache.Disk;
using Affluence.Gateway.Cache.Fetching;
using Affluence.Gateway.Cache.Storage;

namespace Affluence.Gateway.Cache.Purging;

/// <summary>Forgets what a purge means: in memory, under way, and on disk.</summary>
internal sealed partial class PurgeExecutor(
    ResponseStore store, OriginRequests origin, WarmStart warm, CacheClock clock, CacheMetrics metrics, ILogger<PurgeExecutor> logger)
{
    /// <summary>
    /// What the clocks of two gateways may differ by, with the time a purge takes from one to the other. So far beyond its time a purge reaches;
    /// what is purged needlessly is asked for once more.
    /// </summary>
    private static readonly TimeSpan Reach = TimeSpan.FromMinutes(1);

    /// <returns>How many stored answers that were.</returns>
    public int Execute(params IReadOnlyList<Purge> purges)
    {
        var count = purges.Sum(Forget);
        if (count > 0)
        {
            warm.DeleteRemoved();
        }

        return count;
    }

    private int Forget(Purge purge)
    {
        var pattern = purge.Pattern;
        var until = purge.At + Reach;

        // One of just now means all that is here, whatever its date.
        var meansAll = until >= clock.Date;
        origin.Outdate(key => pattern.Covers(key));
        var count = store.RemoveWhere((key, response) => (meansAll || response.ReceivedAt <= until) && pattern.Covers(key));
        metrics.Purged(count);
        if (meansAll || count > 0)
        {
            Log.Purged(logger, pattern.Scope, pattern.Path, count, purge.At);
        }

        return count;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Purged the cache ({Scope} {Path}) of {Entries} answers from before {At:u}.")]
        public static partial void Purged(ILogger logger, PurgeScope scope, string path, int entries, DateTimeOffset at);
    }
}
