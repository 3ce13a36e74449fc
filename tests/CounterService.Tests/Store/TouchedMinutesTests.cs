using System.Collections.Concurrent;
using Affluence.Counter.V1;
using Affluence.Testing.Stores;
using Grpc.Core;
using Microsoft.Extensions.Time.Testing;

namespace Affluence.Counter.Tests.Store;

/// <summary>Whoever composed a minute before all of a record was in it is told to do so again.</summary>
[Trait("Category", "Integration")]
public sealed class TouchedMinutesTests
{
    private static readonly DateTimeOffset Now = Night.Eleven.AddHours(1);

    [Theory, MemberData(nameof(OnEveryStore.KindsAndCluster), MemberType = typeof(OnEveryStore))]
    public async Task List_NamesEachMinuteOnceWithItsLastWrite_ByMinute(StoreKind kind)
    {
        await using var store = await StoreServer.StartAsync(kind);
        var time = new FakeTimeProvider(Now);
        await using var host = await CounterHost.StartAsync(store.ConnectionString, time);
        await host.RecordAsync(Night.Record(Night.Eleven, Night.Served("CA", 1)));
        time.Advance(TimeSpan.FromMinutes(1));
        var acknowledged = await host.RecordAsync(Night.Record(Night.Eleven.AddMinutes(-30)));
        await host.RecordAsync(Night.Record(Night.Eleven.AddSeconds(50), Night.Served("US", 2)));
        time.Advance(TimeSpan.FromSeconds(90));

        var all = await ListAsync(host);
        var sinceSecond = await ListAsync(host, Now.AddMinutes(1));
        var sinceThen = await ListAsync(host, Now.AddMinutes(1).AddMilliseconds(1));

        Assert.Equal(
            [(Night.Eleven.AddMinutes(-30), Now.AddMinutes(1)), (Night.Eleven, Now.AddMinutes(1))],
            all.Minutes.Select(minute => (minute.Start.ToDateTimeOffset(), minute.LastWrite.ToDateTimeOffset())));
        Assert.Equal(all.Minutes, sinceSecond.Minutes);
        Assert.Empty(sinceThen.Minutes);
        Assert.Equal(acknowledged.StoreId, all.StoreId);
    }

    /// <summary>The counter of a write may be a little behind the one that is asked, and a touch may be under way.</summary>
    [Fact]
    public async Task AsOf_LiesBehindTheClock_ByMoreThanAStoreTimeout()
    {
        await using var store = await StoreServer.StartAsync(StoreKind.Garnet);
        await using var host = await CounterHost.StartAsync(
            store.ConnectionString, new FakeTimeProvider(Now), settings: ("Counter:StoreTimeout", "00:00:03"));

        var listed = await ListAsync(host);

        Assert.Empty(listed.Minutes);
        Assert.Equal(Now.AddSeconds(-13), listed.AsOf.ToDateTimeOffset());
    }

    /// <summary>A touch taken before the sketches are written would tell a reader who composed in between that he has everything.</summary>
    [Theory, MemberData(nameof(OnEveryStore.KindsAndCluster), MemberType = typeof(OnEveryStore))]
    public async Task LastWrite_IsTakenOnceTheVisitorsAreWritten(StoreKind kind)
    {
        await using var store = await StoreServer.StartAsync(kind);
        await using var raw = await RawStore.ConnectAsync(store);
        var sketch = FormattableString.Invariant($"a1:{{CA:0}}:s:{Night.Epoch}:m:{Bucket.Of(Night.Eleven).Minute}");
        var clock = new WitnessClock(() => raw.Database.KeyExists(sketch));
        await using var host = await CounterHost.StartAsync(store.ConnectionString, clock);

        await host.RecordAsync(Night.Record(Night.Eleven, Night.Served("CA", 1)));

        var minute = Assert.Single((await ListAsync(host)).Minutes);
        Assert.True(clock.SawAt(minute.LastWrite.ToDateTimeOffset()));
    }

    [Theory, MemberData(nameof(OnEveryStore.KindsAndCluster), MemberType = typeof(OnEveryStore))]
    public async Task Minute_OfARecordThatBrokeOffHalfWay_IsNamed(StoreKind kind)
    {
        await using var store = await StoreServer.StartAsync(kind);
        await using var host = await CounterHost.StartAsync(store.ConnectionString, new FakeTimeProvider(Now));
        await using var raw = await RawStore.ConnectAsync(store);
        await raw.Database.HashSetAsync(
            FormattableString.Invariant($"a1:{{CA:0}}:s:{Night.Epoch}:m:{Bucket.Of(Night.Eleven).Minute}"), "no", "sketch");

        var error = await Assert.ThrowsAsync<RpcException>(() => host.RecordAsync(Night.Record(Night.Eleven, Night.Served("CA", 1))));

        Assert.Equal(StatusCode.Internal, error.StatusCode);
        Assert.Equal(Night.Eleven, Assert.Single((await ListAsync(host)).Minutes).Start.ToDateTimeOffset());
    }

    [Theory, MemberData(nameof(OnEveryStore.KindsAndCluster), MemberType = typeof(OnEveryStore))]
    public async Task Minute_WrittenToAgain_NeverGoesBack_AndIsForgottenAfterTheRetention(StoreKind kind)
    {
        await using var store = await StoreServer.StartAsync(kind);
        var time = new FakeTimeProvider(Now);
        var earlier = new FakeTimeProvider(Now.AddMinutes(-5));
        await using var host = await CounterHost.StartAsync(store.ConnectionString, time);
        await using var behind = await CounterHost.StartAsync(store.ConnectionString, earlier);
        await host.RecordAsync(Night.Record(Night.Eleven, Night.Served("CA", 1)));
        await behind.RecordAsync(Night.Record(Night.Eleven, Night.Served("CA", 1)));
        Assert.Equal(Now, Assert.Single((await ListAsync(host)).Minutes).LastWrite.ToDateTimeOffset());

        time.Advance(TimeSpan.FromHours(2) + TimeSpan.FromMilliseconds(1));
        Assert.Empty((await ListAsync(host)).Minutes);
        await host.RecordAsync(Night.Record(Now, Night.Served("CA", 1)));

        await using var raw = await RawStore.ConnectAsync(store);
        Assert.Equal(1, await raw.Database.SortedSetLengthAsync("a1:{touched}:minutes"));
    }

    [Theory]
    [InlineData("2016-11-09T05:00:01Z", "since: 2016-11-09T05:00:01Z is after the counter's clock, 2016-11-09T05:00:00Z")]
    [InlineData("1999-12-31T23:59:59Z", "since: 1999-12-31T23:59:59Z is not between 2000-01-01T00:00:00Z and 9999-12-31T23:59:59Z")]
    public async Task List_Unacceptable_IsRefusedByFieldValueAndRule(string since, string message)
    {
        await using var host = await CounterHost.StartAsync("127.0.0.1:1", new FakeTimeProvider(Now));

        var error = await Assert.ThrowsAsync<RpcException>(() =>
            ListAsync(host, DateTimeOffset.Parse(since, System.Globalization.CultureInfo.InvariantCulture)));

        Assert.Equal((StatusCode.InvalidArgument, message), (error.StatusCode, error.Status.Detail));
    }

    private static async Task<ListTouchedMinutesResponse> ListAsync(CounterHost host, DateTimeOffset? since = null) =>
        await host.Counter.ListTouchedMinutesAsync(
            new ListTouchedMinutesRequest { Since = since?.ToTimestamp() }, cancellationToken: TestContext.Current.CancellationToken);

    /// <summary>Tells no instant twice, and remembers what was the case at each.</summary>
    private sealed class WitnessClock(Func<bool> isTheCase) : TimeProvider
    {
        private readonly ConcurrentDictionary<DateTimeOffset, bool> _seen = [];
        private int _readings;

        public override DateTimeOffset GetUtcNow()
        {
            var instant = Now.AddMilliseconds(Interlocked.Increment(ref _readings));
            _seen[instant] = isTheCase();
            return instant;
        }

        public bool SawAt(DateTimeOffset instant) => _seen[instant];
    }
}
