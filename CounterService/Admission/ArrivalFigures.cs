using System.Globalization;
using Affluence.Counter.Recording;
using Affluence.Counter.Store;
using StackExchange.Redis;

namespace Affluence.Counter.Admission;

/// <summary>What became of those who came to the waiting room, by minute of arrival, country and wait: running totals of writers, of which the larger stands.</summary>
internal sealed class ArrivalFigures(StoreConnection connection)
{
    private const int CountryLength = 2;

    private static readonly TimeSpan Retention = TimeSpan.FromHours(48);

    /// <summary>Adds to a record's pipeline what it tells of the room.</summary>
    public static void Add(Pipeline pipeline, WriterId writer, Bucket bucket, CountryCode country, RoomTotal total)
    {
        var key = RoomKeys.Arrivals(total.ArrivalMinute);
        SortedSetEntry[] entry = [new(string.Create(CultureInfo.InvariantCulture, $"{country}{(char)total.Kind}{total.WaitMinutes}:{bucket.Number}:{writer}"), total.Value)];
        _ = pipeline.Add(store => store.SortedSetAddAsync(key, entry, SortedSetWhen.GreaterThan));
        _ = pipeline.Add(store => store.KeyExpireAsync(key, Retention));
    }

    /// <summary>Sums by minute of arrival, country, event and wait.</summary>
    /// <param name="from">First minute since 1970.</param>
    /// <param name="to">The one after the last.</param>
    /// <param name="asOf">Buckets that end after it are left out.</param>
    /// <param name="cancellationToken">The caller went away.</param>
    /// <exception cref="StoreException">The store failed.</exception>
    public async Task<IReadOnlyList<ArrivalSum>> ReadAsync(long from, long to, DateTimeOffset asOf, CancellationToken cancellationToken)
    {
        long[] minutes = [.. Enumerable.Range(0, (int)(to - from)).Select(offset => from + offset)];
        var pipeline = await connection.OpenPipelineAsync(cancellationToken);
        var reads = Array.ConvertAll(minutes, minute =>
            pipeline.Add(store => store.SortedSetRangeByRankWithScoresAsync(RoomKeys.Arrivals(minute), flags: CommandFlags.DemandMaster)));
        await pipeline.ExecuteAsync(cancellationToken);

        var sums = new Dictionary<(long, CountryCode, RoomMeasure, int), long>();
        foreach (var (index, read) in reads.Index())
        {
            foreach (var entry in await read)
            {
                var (country, kind, wait, bucket) = Parse(entry.Element.ToString());
                if (bucket.End <= asOf)
                {
                    var key = (minutes[index], country, kind, wait);
                    sums[key] = sums.GetValueOrDefault(key) + (long)entry.Score;
                }
            }
        }

        return [.. sums.Select(sum => new ArrivalSum(sum.Key.Item1, sum.Key.Item2, sum.Key.Item3, sum.Key.Item4, sum.Value))];
    }

    private static (CountryCode Country, RoomMeasure Kind, int Wait, Bucket Bucket) Parse(string member)
    {
        var parts = member.Split(':', 3);
        return parts.Length == 3 && CountryCode.TryParse(parts[0][..CountryLength], out var country)
            ? (country, (RoomMeasure)parts[0][CountryLength], int.Parse(parts[0].AsSpan(CountryLength + 1), CultureInfo.InvariantCulture),
                Bucket.FromNumber(long.Parse(parts[1], CultureInfo.InvariantCulture)))
            : throw new StoreException(StoreFault.Broken, $"'{member}' was not written by this service");
    }
}

/// <param name="Minute">Minutes since 1970 of the minute of arrival.</param>
/// <param name="Country">Where the visitors are.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Wait">After how many whole minutes.</param>
/// <param name="Tickets">To how many.</param>
internal readonly record struct ArrivalSum(long Minute, CountryCode Country, RoomMeasure Kind, int Wait, long Tickets);
