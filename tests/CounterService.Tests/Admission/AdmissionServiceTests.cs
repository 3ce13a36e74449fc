using Affluence.Admission.V1;
using Affluence.Counter.V1;
using Affluence.Testing.Stores;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Time.Testing;

namespace Affluence.Counter.Tests.Admission;

/// <summary>The waiting room over gRPC, on every kind of store.</summary>
public sealed class AdmissionServiceTests
{
    private static readonly DateTimeOffset Start = new(2016, 11, 9, 4, 0, 0, TimeSpan.Zero);

    [Theory, MemberData(nameof(OnEveryStore.KindsAndCluster), MemberType = typeof(OnEveryStore))]
    public async Task Overload_OpensTheRoomAndLetsInByArrivalAsMuchAsThereIsRoomFor(StoreKind kind)
    {
        await using var store = await StoreServer.StartAsync(kind);
        var time = new FakeTimeProvider(Start);
        await using var host = await CounterHost.StartAsync(store.ConnectionString, time);
        await using var other = await CounterHost.StartAsync(store.ConnectionString, time);

        Assert.False(IsOpen((await ExchangeAsync(host, Load(Start, shed: 500))).State));
        time.Advance(TimeSpan.FromSeconds(12));
        var opened = await ExchangeAsync(host, Load(Start.AddSeconds(10), shed: 100));
        Assert.True(IsOpen(opened.State));
        Assert.Equal(Start.AddSeconds(12), opened.State.OpenedAt.ToDateTimeOffset());
        Assert.Equal(opened.State.Frontier, opened.State.OpenedAt);

        // A minute in which those inside are seen and 1,000 come to wait; told twice, and to the two counters in turn.
        ExchangeResponse last = opened;
        for (var second = 15; second < 81; second += 5)
        {
            time.Advance(TimeSpan.FromSeconds(second == 15 ? 3 : 5));
            var request = new ExchangeRequest { Known = last.State, Inside = { Ids(0, 100) } };
            if (second >= 20)
            {
                request.Waiting.Add(new ArrivalSlot { Start = Timestamp.FromDateTimeOffset(Start.AddSeconds(20)), Tickets = { Ids(1_000, 1_000) } });
            }

            last = await ExchangeAsync(second % 2 == 0 ? host : other, request);
            await ExchangeAsync(second % 2 == 0 ? other : host, request);
        }

        Assert.InRange(last.State.Step.Target, 98u, 160u);
        Assert.InRange(last.State.Frontier.ToDateTimeOffset(), Start.AddSeconds(20), Start.AddSeconds(22));
        Assert.InRange(Assert.Single(last.Waiting).People, 970u, 1_030u);
        var room = await host.Admission.GetRoomAsync(new GetRoomRequest(), cancellationToken: TestContext.Current.CancellationToken);
        Assert.InRange(room.Inside, 98u, 102u);
        Assert.InRange(room.Waiting, 970u, 1_030u);
    }

    [Theory, MemberData(nameof(OnEveryStore.Kinds), MemberType = typeof(OnEveryStore))]
    public async Task StoreLosesItsMemory_GatewayGivesBackWhatItKnows(StoreKind kind)
    {
        await using var store = await StoreServer.StartAsync(kind);
        await using var raw = await Tests.Store.RawStore.ConnectAsync(store);
        var time = new FakeTimeProvider(Start);
        await using var host = await CounterHost.StartAsync(store.ConnectionString, time);
        var order = new Order { Kind = OrderKind.Open, From = Timestamp.FromDateTimeOffset(Start), GivenAt = Timestamp.FromDateTimeOffset(Start) };
        var known = (await ExchangeAsync(host, new ExchangeRequest { Known = new RoomState { Order = order } })).State;
        Assert.True(IsOpen(known));
        for (var second = 0; second < 70; second += 10)
        {
            time.Advance(TimeSpan.FromSeconds(10));
            known = (await ExchangeAsync(host, new ExchangeRequest { Known = known })).State;
        }

        await raw.FlushAsync();
        time.Advance(TimeSpan.FromSeconds(1));
        var after = (await ExchangeAsync(host, new ExchangeRequest { Known = known })).State;

        Assert.Equal((known.OpenedAt, known.Order, known.Step.Target), (after.OpenedAt, after.Order, after.Step.Target));
        Assert.Equal(known.Frontier, after.Frontier);

        // Nobody is known to wait: that is not to say that nobody does.
        time.Advance(TimeSpan.FromSeconds(50));
        Assert.Equal(known.Frontier, (await ExchangeAsync(host, new ExchangeRequest { Known = after })).State.Frontier);
    }

    [Theory]
    [InlineData("known.frontier")]
    [InlineData("known.opened_at")]
    [InlineData("known.order.given_at")]
    [InlineData("known.order.from")]
    [InlineData("known.step")]
    [InlineData("waiting[0].start")]
    [InlineData("loads[0].bucket_start")]
    [InlineData("loads[0]")]
    [InlineData("loads")]
    [InlineData("writer_id")]
    [InlineData("waiting:")]
    public async Task WhatCanNotBe_IsRefusedWithItsName(string field)
    {
        await using var store = await StoreServer.StartAsync(StoreKind.Garnet);
        await using var host = await CounterHost.StartAsync(store.ConnectionString, new FakeTimeProvider(Start));
        var ahead = Timestamp.FromDateTimeOffset(Start.AddMinutes(2));
        var now = Timestamp.FromDateTimeOffset(Start);
        var request = field switch
        {
            "known.frontier" => new ExchangeRequest { Known = new RoomState { Frontier = ahead } },
            "known.opened_at" => new ExchangeRequest { Known = new RoomState { OpenedAt = ahead } },
            "known.order.given_at" => new ExchangeRequest { Known = new RoomState { Order = new Order { GivenAt = ahead } } },
            "known.order.from" => new ExchangeRequest { Known = new RoomState { Order = new Order { From = Timestamp.FromDateTimeOffset(Start.AddYears(2)) } } },
            "known.step" => new ExchangeRequest { Known = new RoomState { Step = new Step { Second = ahead.Seconds } } },
            "waiting[0].start" => new ExchangeRequest { Waiting = { new ArrivalSlot { Start = ahead, Tickets = { 1 } } } },
            "loads[0].bucket_start" => new ExchangeRequest { Loads = { new SiteLoad { BucketStart = ahead } } },
            "loads[0]" => new ExchangeRequest { Loads = { new SiteLoad { BucketStart = now, Asked = 1, Held = 2 } } },
            "loads" => new ExchangeRequest { Loads = { Enumerable.Range(0, 11).Select(_ => new SiteLoad { BucketStart = now }) } },
            "writer_id" => new ExchangeRequest { WriterId = "no name" },
            _ => new ExchangeRequest { Inside = { Ids(0, 200_001) } },
        };

        var error = await Assert.ThrowsAsync<RpcException>(() => ExchangeAsync(host, request));

        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
        Assert.StartsWith(field, error.Status.Detail, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(OnEveryStore.KindsAndCluster), MemberType = typeof(OnEveryStore))]
    public async Task Arrivals_ToldTwiceOutOfOrderAndByTwoGateways_AreTheirSums(StoreKind kind)
    {
        await using var store = await StoreServer.StartAsync(kind);
        await using var host = await CounterHost.StartAsync(store.ConnectionString, new FakeTimeProvider(Night.Eleven.AddMinutes(10)));
        var arrival = Night.Eleven.AddMinutes(-3);
        var first = Record("gateway-1", Night.Eleven, Event(RoomEventKind.Joined, 0, 7), Event(RoomEventKind.Waited, 2, 3));
        var later = Record("gateway-1", Night.Eleven, Event(RoomEventKind.Joined, 0, 9), Event(RoomEventKind.Waited, 2, 5));
        var other = Record("gateway-2", Night.Eleven, Event(RoomEventKind.Joined, 0, 100), Event(RoomEventKind.LetIn, 3, 40));
        var next = Record("gateway-1", Night.Eleven.AddSeconds(10), Event(RoomEventKind.LetIn, 3, 1));
        foreach (var record in (RecordRequest[])[later, first, other, next, first, other])
        {
            await host.RecordAsync(record);
        }

        var country = Assert.Single(Assert.Single((await ListAsync(null)).Minutes).Countries);
        Assert.Equal(("CA", 109UL), (country.CountryCode, country.Joined));
        Assert.Equal((2u, 5UL), Assert.Single(country.Waited.Select(wait => (wait.Minutes, wait.Tickets))));
        Assert.Equal((3u, 41UL), Assert.Single(country.LetIn.Select(wait => (wait.Minutes, wait.Tickets))));
        Assert.Equal(40UL, Assert.Single(Assert.Single((await ListAsync(Night.Eleven.AddSeconds(10))).Minutes).Countries[0].LetIn).Tickets);

        async Task<ListArrivalsResponse> ListAsync(DateTimeOffset? asOf) => await host.Admission.ListArrivalsAsync(
            new ListArrivalsRequest
            {
                From = Timestamp.FromDateTimeOffset(arrival.AddMinutes(-5)),
                To = Timestamp.FromDateTimeOffset(Night.Eleven),
                AsOf = asOf is { } at ? Timestamp.FromDateTimeOffset(at) : null,
            },
            cancellationToken: TestContext.Current.CancellationToken);

        static RecordRequest Record(string writer, DateTimeOffset bucket, params RoomCount[] events)
        {
            var record = Night.Record(bucket, new CountryHits { CountryCode = "CA", Room = { events } });
            record.WriterId = writer;
            return record;
        }

        RoomCount Event(RoomEventKind kind, uint wait, ulong count) =>
            new() { Kind = kind, ArrivalMinute = Timestamp.FromDateTimeOffset(arrival), WaitMinutes = wait, Count = count };
    }

    private static async Task<ExchangeResponse> ExchangeAsync(CounterHost host, ExchangeRequest request)
    {
        request.WriterId = request.WriterId.Length == 0 ? "gateway-1" : request.WriterId;
        return await host.Admission.ExchangeAsync(request, cancellationToken: TestContext.Current.CancellationToken);
    }

    private static ExchangeRequest Load(DateTimeOffset bucket, uint shed) => new()
    {
        Loads = { new SiteLoad { BucketStart = Timestamp.FromDateTimeOffset(bucket), Asked = 2 * shed, Held = shed, Shed = shed } },
    };

    private static bool IsOpen(RoomState state) => (state.OpenedAt?.ToDateTimeOffset() ?? default) > (state.ClosedAt?.ToDateTimeOffset() ?? default);

    private static IEnumerable<ulong> Ids(int from, int count) => Enumerable.Range(from, count).Select(id => (ulong)id * 0x9e3779b97f4a7c15);
}
