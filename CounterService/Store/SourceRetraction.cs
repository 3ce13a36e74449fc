using Affluence.Counter.Recording;
using Affluence.Counter.Windows;
using StackExchange.Redis;

namespace Affluence.Counter.Store;

/// <summary>Retracts what one source recorded: marks it in every minute that it wrote to, and those minutes as written to now.</summary>
/// <remarks>
/// Nothing is deleted: what is marked counts no more, and expires when it would have. Either all of a source is retracted or nothing, so it is
/// looked first whether every minute is still held; a minute that is about to expire is not, since its windows could not be counted again in
/// time. From the moment the source is known as retracted the rest may break off: its writers are refused, and retracting it again goes on.
/// </remarks>
internal sealed class SourceRetraction(StoreConnection connection, TouchedMinutes touched)
{
    /// <summary>So long a minute must still be held for whoever counts its windows again.</summary>
    public static readonly TimeSpan TimeToCount = TimeSpan.FromMinutes(5);

    /// <summary>Minutes of which a window of the default length holds one; later windows are counted again as far as they can be.</summary>
    private const int WindowMinutes = 5;

    /// <exception cref="StoreException">The store failed; it may be retracted in part, which retracting it again completes.</exception>
    public async Task<RetractedSource> RetractAsync(SourceId source, CancellationToken cancellationToken)
    {
        var traits = await connection.GetTraitsAsync(cancellationToken);
        var (written, isRetracted) = await ReadAsync(source, cancellationToken);
        var held = await HeldAsync(written, cancellationToken);
        if (!isRetracted && (written.Count == 0 || written.Any(minute => held[minute] is Holding.Expired)))
        {
            return new RetractedSource(IsHeld: false, written.Where(minute => held[minute] is Holding.Expired).ToList(), [], string.Empty);
        }

        var mark = await connection.OpenPipelineAsync(cancellationToken);
        _ = SourceJournal.Retract(mark, source);
        await mark.ExecuteAsync(cancellationToken);

        // Once more: a record may have come meanwhile. Whatever comes from here on knows that it is retracted.
        (written, _) = await ReadAsync(source, cancellationToken);
        held = await HeldAsync(written, cancellationToken);
        List<long> minutes = [.. written.Where(minute => held[minute] is Holding.Held or Holding.Incomplete).Order()];
        var memory = await MarkAsync(source, minutes, cancellationToken);
        return new RetractedSource(IsHeld: true, minutes, Uncountable([.. written.Where(minute => held[minute] != Holding.Empty)], held), StoreConnection.ComposeStoreId(memory, traits));
    }

    private async Task<(IReadOnlyList<long> Minutes, bool IsRetracted)> ReadAsync(SourceId source, CancellationToken cancellationToken)
    {
        var pipeline = await connection.OpenPipelineAsync(cancellationToken);
        var minutes = SourceJournal.Minutes(pipeline, source);
        var isRetracted = SourceJournal.IsRetracted(pipeline, source);
        await pipeline.ExecuteAsync(cancellationToken);
        return (Array.ConvertAll(await minutes, minute => (long)minute), await isRetracted);
    }

    /// <summary>What the store holds of these minutes, and of those that share a window with one.</summary>
    private async Task<IReadOnlyDictionary<long, Holding>> HeldAsync(IReadOnlyList<long> minutes, CancellationToken cancellationToken)
    {
        var near = minutes.SelectMany(minute => Enumerable.Range(1 - WindowMinutes, (2 * WindowMinutes) - 1).Select(offset => minute + offset)).ToHashSet();
        var pipeline = await connection.OpenPipelineAsync(cancellationToken);
        var journals = near.Select(StoreKeys.HourOf).Distinct()
            .Select(hour => pipeline.Add(store => store.SortedSetRangeByRankAsync(StoreKeys.Journal(hour), flags: CommandFlags.DemandMaster)))
            .ToList();
        var expiries = near.ToDictionary(
            minute => minute,
            minute => (
                Left: pipeline.Add(store => store.KeyTimeToLiveAsync(StoreKeys.MinuteIndex(minute), CommandFlags.DemandMaster)),
                IsIncomplete: pipeline.Add(store => store.SetContainsAsync(
                    StoreKeys.MinuteIndex(minute), IndexMark.Incomplete, CommandFlags.DemandMaster))));
        await pipeline.ExecuteAsync(cancellationToken);

        var everWritten = (await Task.WhenAll(journals)).SelectMany(journal => journal).Select(minute => (long)minute).ToHashSet();
        var held = new Dictionary<long, Holding>(near.Count);
        foreach (var (minute, (left, isIncomplete)) in expiries)
        {
            held[minute] = await left is not { } time ? (everWritten.Contains(minute) ? Holding.Expired : Holding.Empty)
                : time < TimeToCount ? Holding.Expired
                : await isIncomplete ? Holding.Incomplete
                : Holding.Held;
        }

        return held;
    }

    private async Task<RedisValue> MarkAsync(SourceId source, IReadOnlyList<long> minutes, CancellationToken cancellationToken)
    {
        var pipeline = await connection.OpenPipelineAsync(cancellationToken);
        foreach (var minute in minutes)
        {
            Mark(pipeline, source, minute);
        }

        await pipeline.ExecuteAsync(cancellationToken);

        // After the marks, so that whoever learns of the minute finds them.
        var last = await connection.OpenPipelineAsync(cancellationToken);
        foreach (var minute in minutes)
        {
            touched.Touch(last, minute);
        }

        var memory = StoreMemory.Read(last);
        await last.ExecuteAsync(cancellationToken);
        return await memory;
    }

    /// <summary>Adds to a pipeline that a source is retracted in a minute, whose index exists.</summary>
    public void Mark(Pipeline pipeline, SourceId source, long minute)
    {
        touched.Touch(pipeline, minute);
        _ = pipeline.Add(store => store.SetAddAsync(StoreKeys.MinuteIndex(minute), IndexMark.Retracted(source)));
    }

    /// <summary>Ends of the windows that held something of the source and can't be counted again, since another minute of them is gone.</summary>
    private static List<long> Uncountable(IReadOnlyList<long> minutes, IReadOnlyDictionary<long, Holding> held) =>
    [
        .. minutes
            .SelectMany(minute => Enumerable.Range(1, WindowMinutes).Select(offset => minute + offset))
            .Distinct()
            .Where(end => Enumerable.Range(1, WindowMinutes).Any(offset => held.TryGetValue(end - offset, out var holding) && holding is Holding.Expired or Holding.Incomplete))
            .Order(),
    ];

    private enum Holding
    {
        /// <summary>Nothing was ever recorded.</summary>
        Empty,

        Held,

        /// <summary>It expired and was written to again.</summary>
        Incomplete,

        /// <summary>Or will before anybody can count it.</summary>
        Expired,
    }
}
