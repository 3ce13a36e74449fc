using Affluence.Counter.V1;
using Affluence.Testing.Stores;
using FsCheck;
using FsCheck.Fluent;

namespace Affluence.Counter.Tests.Counting;

[Trait("Category", "Integration")]
public sealed class RepetitionTests
{
    private static readonly string[] Countries = ["CA", "US", "FR", "ZZ"];

    [Theory, MemberData(nameof(OnEveryStore.KindsAndCluster), MemberType = typeof(OnEveryStore))]
    public async Task Records_DeliveredTwiceLateShuffledOrSplit_ChangeNothing(StoreKind kind)
    {
        await using var store = await StoreServer.StartAsync(kind);
        await using var host = await CounterHost.StartAsync(store.ConnectionString);
        var days = 0;

        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(15),
            Prop.ForAll(ArbMap.Default.ArbFor<int>(), async Task<bool> (int seed) =>
            {
                // Two days that know nothing of each other: one gets every record once and in order, the other as the network likes.
                var (once, anyhow) = (days++, days++);
                foreach (var record in Records(new Random(seed)))
                {
                    await host.RecordAsync(On(once, record));
                }

                foreach (var record in Disturb(new Random(seed), Records(new Random(seed))))
                {
                    await host.RecordAsync(On(anyhow, record));
                }

                foreach (var (minutes, seconds) in new[] { (5, 0), (5, 20), (1, 0), (1, 10), (30, 0) })
                {
                    var expected = await host.GetWindowAsync(Night.Window(Night.Eleven.AddDays(once).AddSeconds(seconds), minutes));
                    var actual = await host.GetWindowAsync(Night.Window(Night.Eleven.AddDays(anyhow).AddSeconds(seconds), minutes));
                    Assert.Equal(WithoutDay(expected, once), WithoutDay(actual, anyhow));
                }

                return true;
            }));
    }

    private static List<RecordRequest> Records(Random random) =>
    [
        .. Enumerable.Range(-40, 43).Where(_ => random.Next(3) > 0).Select(bucket => Night.Record(
            Night.Eleven.AddSeconds(bucket * 10),
            [.. Countries.Where(_ => random.Next(2) == 0).Select(country => Hits(random, country))]).By($"gateway-{random.Next(3)}")),
    ];

    private static CountryHits Hits(Random random, string country)
    {
        var hits = Night.Served(country, Night.Visitors(random.Next(50), random.Next(60)));
        hits.RefusedVisitors.AddRange(Night.Visitors(random.Next(100), random.Next(30)));
        hits.RefusedPageViews.Add(new CauseCount { Cause = RefusalCause.Waiting, Count = (ulong)random.Next(50), Visitors = { Night.Visitors(random.Next(100), random.Next(30)) } });
        hits.BotRequests = (ulong)random.Next(5);
        return hits;
    }

    private static RecordRequest[] Disturb(Random random, List<RecordRequest> records)
    {
        RecordRequest[] messages = [.. records.SelectMany(record => Split(random, record)).SelectMany(message => Enumerable.Repeat(message, random.Next(1, 3)))];
        random.Shuffle(messages);
        return messages;
    }

    /// <summary>Two messages of one bucket: the first with some of the visitors and totals so far, the second with the others and all.</summary>
    private static IEnumerable<RecordRequest> Split(Random random, RecordRequest record)
    {
        var (early, late) = (record.Clone(), record.Clone());
        foreach (var (first, second) in early.Countries.Zip(late.Countries))
        {
            var share = random.Next(first.ServedVisitors.Count + 1);
            first.ServedPageViews = (ulong)share;
            first.Requests = (ulong)share;
            first.RefusedPageViews.Clear();
            while (first.ServedVisitors.Count > share)
            {
                first.ServedVisitors.RemoveAt(share);
            }

            for (var repeated = 0; repeated < share; repeated++)
            {
                second.ServedVisitors.RemoveAt(0);
            }
        }

        return [early, late];
    }

    private static RecordRequest On(int day, RecordRequest record)
    {
        var moved = record.Clone();
        moved.BucketStart = record.BucketStart.ToDateTimeOffset().AddDays(day).ToTimestamp();
        moved.IdentityEpoch += (uint)day;
        return moved;
    }

    private static GetWindowResponse WithoutDay(GetWindowResponse window, int day)
    {
        var moved = window.Clone();
        moved.End = window.End.ToDateTimeOffset().AddDays(-day).ToTimestamp();
        moved.IdentityEpoch -= (uint)day;
        foreach (var writer in moved.Writers)
        {
            writer.NewestBucket = writer.NewestBucket.ToDateTimeOffset().AddDays(-day).ToTimestamp();
        }

        return moved;
    }
}
