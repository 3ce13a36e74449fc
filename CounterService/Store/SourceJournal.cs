using Affluence.Counter.Recording;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Affluence.Counter.Store;

/// <summary>Remembers which minutes a source wrote to, and whether it is retracted. What has no source costs nothing here.</summary>
/// <remarks>
/// A writer names its minute before it writes and asks last whether the source is retracted; who retracts it says so before he asks for
/// the minutes. So of a record that meets a retraction one of the two always learns of the other.
/// </remarks>
internal sealed class SourceJournal(IOptions<CounterOptions> options)
{
    private static readonly TimeSpan KeptRetracted = Retention.Journal;

    private readonly Retention _minutes = new(options.Value.MinuteRetention);

    /// <summary>Adds to a pipeline that a source writes to a minute.</summary>
    /// <returns>Whether it is retracted.</returns>
    public Task<bool> Write(Pipeline pipeline, SourceId source, long minute)
    {
        _ = pipeline.Add(store => store.SetAddAsync(StoreKeys.SourceMinutes(source), minute));
        _ = pipeline.Add(store => store.KeyExpireAsync(StoreKeys.SourceMinutes(source), _minutes.Content));
        return IsRetracted(pipeline, source);
    }

    public static Task<bool> IsRetracted(Pipeline pipeline, SourceId source) =>
        pipeline.Add(store => store.KeyExistsAsync(StoreKeys.SourceRetracted(source), CommandFlags.DemandMaster));

    public static Task<bool> Retract(Pipeline pipeline, SourceId source) =>
        pipeline.Add(store => store.StringSetAsync(StoreKeys.SourceRetracted(source), 1, KeptRetracted));

    /// <summary>The minutes that the source ever wrote to, unless all of them have expired.</summary>
    public static Task<RedisValue[]> Minutes(Pipeline pipeline, SourceId source) =>
        pipeline.Add(store => store.SetMembersAsync(StoreKeys.SourceMinutes(source), CommandFlags.DemandMaster));
}
