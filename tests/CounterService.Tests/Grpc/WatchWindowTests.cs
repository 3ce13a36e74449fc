using Affluence.Counter.V1;
using Affluence.Testing;
using Affluence.Testing.Stores;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Time.Testing;

namespace Affluence.Counter.Tests.Grpc;

[Trait("Category", "Integration")]
public sealed class WatchWindowTests
{
    [Fact]
    public async Task WatchWindow_AsTimeGoesOn_TellsTheNewestWindowAtOnceAndEveryTwoSeconds()
    {
        await using var store = await StoreServer.StartAsync(StoreKind.Garnet);
        var clock = new FakeTimeProvider(Night.Eleven.AddSeconds(7));
        await using var host = await CounterHost.StartAsync(store.ConnectionString, clock);
        await host.RecordAsync(Night.Record(Night.Eleven, Night.Served("CA", 1)));
        using var call = host.Counter.WatchWindow(new WatchWindowRequest(), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal((Night.Eleven, 0ul), await NextAsync(call));
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal((Night.Eleven, 0ul), await NextAsync(call));
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal((Night.Eleven.AddSeconds(10), 1ul), await NextAsync(call));
    }

    [Fact]
    public async Task WatchWindow_WhenTheServiceStops_Ends()
    {
        await using var store = await StoreServer.StartAsync(StoreKind.Garnet);
        await using var host = await CounterHost.StartAsync(store.ConnectionString);
        using var call = host.Counter.WatchWindow(
            new WatchWindowRequest { Length = Duration.FromTimeSpan(TimeSpan.FromMinutes(30)) },
            cancellationToken: TestContext.Current.CancellationToken);
        await NextAsync(call);

        await host.StopAsync();

        Assert.False(await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task WatchWindow_WhenTheStoreGoes_EndsUnavailable()
    {
        await using var store = await StoreServer.StartAsync(StoreKind.Garnet);
        await using var host = await CounterHost.StartAsync(store.ConnectionString);
        using var call = host.Counter.WatchWindow(new WatchWindowRequest(), cancellationToken: TestContext.Current.CancellationToken);
        await NextAsync(call);

        await store.StopAsync();

        await Eventually.FailsAsync(() => NextAsync(call), StatusCode.Unavailable);
    }

    [Fact]
    public async Task WatchWindow_OfNoSuchLength_IsRefused()
    {
        await using var host = await CounterHost.StartAsync("127.0.0.1:1");
        using var call = host.Counter.WatchWindow(
            new WatchWindowRequest { Length = new Duration { Seconds = 61 } }, cancellationToken: TestContext.Current.CancellationToken);

        var error = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));

        Assert.Equal((StatusCode.InvalidArgument, "length: 61.000000000 s is not 1, 5 or 30 minutes"), (error.StatusCode, error.Status.Detail));
    }

    private static async Task<(DateTimeOffset End, ulong Visitors)> NextAsync(AsyncServerStreamingCall<WatchWindowResponse> call)
    {
        Assert.True(await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        var window = call.ResponseStream.Current.Window;
        return (window.End.ToDateTimeOffset(), window.Visitors);
    }
}
