using System.Globalization;
using Affluence.Testing.Stores;
using Grpc.Core;
using Microsoft.Extensions.Time.Testing;

namespace Affluence.Counter.Tests.Store;

/// <summary>What has expired is refused, never told too low. Keys are taken away here as expiry would.</summary>
[Trait("Category", "Integration")]
public sealed class RetentionTests
{
    private static readonly long Minute = Bucket.Of(Night.Eleven).Minute - 1;

    /// <summary>The default and the shortest that may be configured.</summary>
    private static readonly string[] MinuteRetentions = ["02:00:00", "00:30:01"];

    [Theory, MemberData(nameof(OnEveryStore.KindsAndCluster), MemberType = typeof(OnEveryStore))]
    public async Task Keys_AfterEveryKindOfCall_AllExpireButThoseOfNoTime(StoreKind kind)
    {
        await using var store = await StoreServer.StartAsync(kind);
        await using var host = await CounterHost.StartAsync(store.ConnectionString);
        await using var raw = await RawStore.ConnectAsync(store);
        var hits = Night.Served("CA", Night.Visitors(0, 300));
        hits.RefusedVisitors.AddRange(Night.Visitors(200, 300));
        await host.RecordAsync(Night.Record(Night.Eleven.AddSeconds(-10), hits));
        await host.RecordAsync(Night.Record(Night.Eleven, hits));
        await host.GetWindowAsync(Night.Window(Night.Eleven.AddSeconds(10)));
        await host.GetIdentitiesAsync();
        await host.Purges.AddPurgesAsync(
            new() { Purges = { new Affluence.Cache.V1.Purge { Scope = Affluence.Cache.V1.PurgeScope.All, At = Night.Eleven.ToTimestamp() } } },
            cancellationToken: TestContext.Current.CancellationToken);

        var keys = await raw.KeysAsync();

        var kept = new List<string>();
        foreach (var key in keys)
        {
            var expiry = await raw.Database.KeyTimeToLiveAsync(key);
            if (expiry is null)
            {
                kept.Add(key);
            }
            else if (key.Contains(":m:", StringComparison.Ordinal) || key.EndsWith("totals", StringComparison.Ordinal))
            {
                Assert.InRange(expiry.Value, TimeSpan.FromHours(2), TimeSpan.FromHours(2.2));
            }
            else if (key.Contains(":b:", StringComparison.Ordinal))
            {
                Assert.InRange(expiry.Value, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(11));
            }
        }

        Assert.Equal(["a1:{identity}:epochs", "a1:{purges}:known", "a1:{purges}:version", "a1:{store}:id"], kept.Order());
        Assert.All(keys, key => Assert.StartsWith("a1:{", key, StringComparison.Ordinal));
    }

    public static TheoryData<string> PartsOfAMinute => ["a1:{CA:*:m:*", "a1:{m*}:index", "a1:{m*}:totals", "a1:{m*", "a1:{[CUm]*"];

    [Theory, MemberData(nameof(PartsOfAMinute))]
    public async Task GetWindow_PartOfAMinuteExpired_IsRefused(string expired)
    {
        await using var store = await StoreServer.StartAsync(StoreKind.Garnet);
        await using var host = await CounterHost.StartAsync(store.ConnectionString);
        await using var raw = await RawStore.ConnectAsync(store);
        await host.RecordAsync(Night.Record(Night.Eleven.AddSeconds(-10), Night.Served("CA", 1, 2, 3), Night.Served("US", 4)));
        Assert.Equal(4ul, (await host.GetWindowAsync(Night.Window(Night.Eleven))).Visitors);

        await raw.DeleteAsync(expired);

        await AssertRefusedAsync(host, Night.Eleven, "no longer held (minutes are kept 02:00:00 after their last write)");
    }

    [Theory, MemberData(nameof(OnEveryStore.KindsAndCluster), MemberType = typeof(OnEveryStore))]
    public async Task GetWindow_EdgeBucketExpired_IsRefusedUntilAWholeMinuteIsAskedFor(StoreKind kind)
    {
        await using var store = await StoreServer.StartAsync(kind);
        await using var host = await CounterHost.StartAsync(store.ConnectionString);
        await using var raw = await RawStore.ConnectAsync(store);
        await host.RecordAsync(Night.Record(Night.Eleven, Night.Served("CA", 1, 2, 3)));
        Assert.Equal(3ul, (await host.GetWindowAsync(Night.Window(Night.Eleven.AddSeconds(10)))).Visitors);

        await raw.DeleteAsync("a1:{m*}:index:0");

        await AssertRefusedAsync(host, Night.Eleven.AddSeconds(10), "ask for one that ends on a whole minute");
        Assert.Equal(3ul, (await host.GetWindowAsync(Night.Window(Night.Eleven.AddMinutes(1)))).Visitors);
    }

    /// <summary>The shortest retention that may be configured is longer than writers send again, so what expired is never taken for lost.</summary>
    [Theory]
    [MemberData(nameof(Retentions))]
    public async Task GetWindow_WrittenToAgainAfterExpiry_IsRefusedStill(StoreKind kind, string retention)
    {
        var clock = new FakeTimeProvider(Night.Eleven.AddSeconds(10));
        await using var store = await StoreServer.StartAsync(kind);
        await using var host = await CounterHost.StartAsync(
            store.ConnectionString, clock, settings: [("Counter:MinuteRetention", retention), ("Counter:BucketRetention", "00:06:00")]);
        await using var raw = await RawStore.ConnectAsync(store);
        await host.RecordAsync(Night.Record(Night.Eleven, Night.Served("CA", 1, 2, 3)));
        clock.Advance(TimeSpan.FromMinutes(6));
        await raw.DeleteAsync("a1:{m*}:index:0");
        await host.RecordAsync(Night.Record(Night.Eleven, Night.Served("CA", 4)).By("late"));
        await AssertRefusedAsync(host, Night.Eleven.AddSeconds(10), "ask for one that ends on a whole minute");
        Assert.Equal(4ul, (await host.GetWindowAsync(Night.Window(Night.Eleven.AddMinutes(1)))).Visitors);

        clock.Advance(TimeSpan.Parse(retention, CultureInfo.InvariantCulture));
        await raw.DeleteAsync("a1:{[Cm]*");
        await host.RecordAsync(Night.Record(Night.Eleven, Night.Served("CA", 5)).By("later"));

        await AssertRefusedAsync(host, Night.Eleven.AddMinutes(1), "no longer held");
    }

    public static IEnumerable<TheoryDataRow<StoreKind, string>> Retentions => OnEveryStore.KindsAndCluster.SelectMany(
        store => MinuteRetentions, (store, retention) => new TheoryDataRow<StoreKind, string>(store.Data, retention) { Skip = store.Skip });

    /// <summary>A failover may take a minute and leave the journal that knows of it. Writers send it again within two minutes.</summary>
    [Theory]
    [InlineData(119, true)]
    [InlineData(121, false)]
    public async Task GetWindow_LostAndSentAgain_IsToldIfEverythingInItWasSentAgain(int secondsAfterFirstWrite, bool told)
    {
        var clock = new FakeTimeProvider(Night.Eleven.AddSeconds(10));
        await using var store = await StoreServer.StartAsync(StoreKind.Garnet);
        await using var host = await CounterHost.StartAsync(store.ConnectionString, clock);
        await using var raw = await RawStore.ConnectAsync(store);
        var record = Night.Record(Night.Eleven, Night.Served("CA", 1, 2, 3));
        await host.RecordAsync(record);
        await raw.DeleteAsync("a1:{[Cm]*");
        clock.Advance(TimeSpan.FromSeconds(secondsAfterFirstWrite));

        await host.RecordAsync(record);

        if (told)
        {
            Assert.Equal(3ul, (await host.GetWindowAsync(Night.Window(Night.Eleven.AddMinutes(1)))).Visitors);
        }
        else
        {
            await AssertRefusedAsync(host, Night.Eleven.AddMinutes(1), "no longer held");
        }
    }

    [Theory, MemberData(nameof(OnEveryStore.KindsAndCluster), MemberType = typeof(OnEveryStore))]
    public async Task Record_LateInAMinute_RenewsEverythingTheMinuteHolds(StoreKind kind)
    {
        await using var store = await StoreServer.StartAsync(kind);
        await using var host = await CounterHost.StartAsync(store.ConnectionString);
        await using var raw = await RawStore.ConnectAsync(store);
        await host.RecordAsync(Night.Record(Night.Eleven.AddSeconds(-10), Night.Served("CA", Night.Visitors(0, 100))));
        var sketches = await raw.KeysAsync("a1:{CA:*:m:*");
        foreach (var sketch in sketches)
        {
            await raw.Database.KeyExpireAsync(sketch, TimeSpan.FromMinutes(5));
        }

        // Within the lease nothing is renewed; the lease ends long before anything could expire.
        await host.RecordAsync(Night.Record(Night.Eleven.AddSeconds(-20), Night.Served("US", 1)));
        Assert.InRange((await raw.Database.KeyTimeToLiveAsync(sketches[0]))!.Value, TimeSpan.Zero, TimeSpan.FromMinutes(5));
        await raw.DeleteAsync(string.Create(CultureInfo.InvariantCulture, $"a1:{{m{Minute}}}:lease"));
        await host.RecordAsync(Night.Record(Night.Eleven.AddSeconds(-20), Night.Served("US", 1)));

        foreach (var sketch in sketches)
        {
            Assert.InRange((await raw.Database.KeyTimeToLiveAsync(sketch))!.Value, TimeSpan.FromHours(2), TimeSpan.FromHours(2.2));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    public async Task GetWindow_OfHeartbeatsOnly_NamesTheWriterAndNoCountry(int seconds)
    {
        await using var store = await StoreServer.StartAsync(StoreKind.Garnet);
        await using var host = await CounterHost.StartAsync(store.ConnectionString);
        await host.RecordAsync(Night.Record(Night.Eleven.AddSeconds(-20)));
        await host.RecordAsync(Night.Record(Night.Eleven.AddSeconds(seconds - 10)));

        var window = await host.GetWindowAsync(Night.Window(Night.Eleven.AddSeconds(seconds)));

        Assert.Empty(window.Countries);
        Assert.Equal(0.0, window.StandardError);
        var writer = Assert.Single(window.Writers);
        Assert.Equal(Night.Eleven.AddSeconds(seconds - 10).ToTimestamp(), writer.NewestBucket);
    }

    [Fact]
    public async Task GetWindow_NeverWrittenTo_IsEmpty()
    {
        await using var store = await StoreServer.StartAsync(StoreKind.Garnet);
        await using var host = await CounterHost.StartAsync(store.ConnectionString);

        var window = await host.GetWindowAsync(new V1.GetWindowRequest());

        Assert.Empty(window.Countries);
        Assert.Empty(window.Writers);
        Assert.Equal(TimeSpan.FromMinutes(5), window.Length.ToTimeSpan());
    }

    private static async Task AssertRefusedAsync(CounterHost host, DateTimeOffset end, string reason)
    {
        var error = await Assert.ThrowsAsync<RpcException>(() => host.GetWindowAsync(Night.Window(end)));
        Assert.Equal(StatusCode.FailedPrecondition, error.StatusCode);
        Assert.Contains(reason, error.Status.Detail, StringComparison.Ordinal);
    }
}
