using Affluence.Counter.Windows;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Affluence.Counter.Store;

/// <summary>Remembers when each minute was last written to, so that readers know what to compose again.</summary>
/// <remarks>
/// A record touches its minute before anything of it can be seen and again once all of it can. The second touch is what tells a reader
/// that composed the minute half-written to do so again; the first is there for a counter that dies in between. A score is taken at most one
/// store time-out before it is written, so <see cref="Margin"/> behind the clock every touch is in, whichever counter made it.
/// </remarks>
internal sealed class TouchedMinutes(StoreConnection connection, IOptions<CounterOptions> options, TimeProvider timeProvider)
{
    /// <summary>What the clocks of two counters may differ by, generously, with the time a record takes from its first to its last step.</summary>
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(10);

    private readonly TimeSpan _retention = options.Value.MinuteRetention;

    private TimeSpan Margin => ClockTolerance + options.Value.StoreTimeout;

    /// <summary>Adds to a record's pipeline that its minute is written to now.</summary>
    public void Touch(Pipeline pipeline, long minute)
    {
        var now = timeProvider.GetUtcNow().ToUnixTimeMilliseconds();
        _ = pipeline.Add(store => store.SortedSetAddAsync(StoreKeys.TouchedMinutes, minute, now, SortedSetWhen.GreaterThan));
        _ = pipeline.Add(store => store.KeyExpireAsync(StoreKeys.TouchedMinutes, _retention));
    }

    /// <summary>Adds to a pipeline that minutes are forgotten whose figures have expired.</summary>
    public void Trim(Pipeline pipeline)
    {
        var oldest = (timeProvider.GetUtcNow() - _retention).ToUnixTimeMilliseconds();
        _ = pipeline.Add(store => store.SortedSetRemoveRangeByScoreAsync(
            StoreKeys.TouchedMinutes, double.NegativeInfinity, oldest, Exclude.Stop));
    }

    /// <summary>The minutes written to at or after an instant, as far back as minutes are kept; null is all of them.</summary>
    /// <exception cref="StoreException">The store failed.</exception>
    public async Task<TouchedReading> ReadAsync(DateTimeOffset? since, CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        var oldest = now - _retention;
        var first = since > oldest ? since.Value : oldest;
        var traits = await connection.GetTraitsAsync(cancellationToken);
        var pipeline = await connection.OpenPipelineAsync(cancellationToken);
        var touched = pipeline.Add(store => store.SortedSetRangeByScoreWithScoresAsync(
            StoreKeys.TouchedMinutes, first.ToUnixTimeMilliseconds(), flags: CommandFlags.DemandMaster));
        var memory = StoreMemory.Read(pipeline);
        await pipeline.ExecuteAsync(cancellationToken);

        return new TouchedReading(
            [
                .. (await touched)
                    .Select(entry => new TouchedMinute((long)entry.Element, DateTimeOffset.FromUnixTimeMilliseconds((long)entry.Score)))
                    .OrderBy(minute => minute.Minute),
            ],
            DateTimeOffset.FromUnixTimeMilliseconds((now - Margin).ToUnixTimeMilliseconds()),
            StoreConnection.ComposeStoreId(await memory, traits));
    }
}
