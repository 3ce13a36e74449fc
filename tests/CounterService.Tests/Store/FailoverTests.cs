using Affluence.Counter.Tests.Fakes;
using Affluence.Counter.V1;
using Affluence.Testing;
using Affluence.Testing.Stores;
using Grpc.Core;

namespace Affluence.Counter.Tests.Store;

/// <summary>Masters of a cluster are killed and their replicas take over, with or without what was written last.</summary>
[Trait("Category", "Integration")]
public sealed class FailoverTests : IAsyncLifetime
{
    private const int WindowMinutes = 30;

    private static readonly string[] Countries = ["CA", "FR", "US"];
    private static readonly (string, string) Timeout = ("Counter:StoreTimeout", "00:00:05");

    private readonly RedisCluster _cluster = new(replicas: true);

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(RedisServer.IsInstalled, RedisServer.MissingReason);
        await _cluster.StartAsync();
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task MastersKilled_AndReplicasThatLackTheLastWritesPromoted_LoseNothingInTheEnd()
    {
        await using var host = await CounterHost.StartAsync(_cluster.ConnectionString, settings: Timeout);
        var writer = new PatientWriter("gateway-1", host);
        var storeIds = new List<string>();
        await using var windows = new WindowChecker(host, writer);
        var minute = 0;
        for (var master = 0; master < _cluster.Masters.Count; master++)
        {
            await SendMinutesAsync(writer, minute++);
            await windows.SeesAWholeWindowAsync();
            storeIds.Add(writer.Settled!.Value.StoreId);
            await _cluster.CutOffAsync(master);
            await SendMinutesAsync(writer, minute++, minute++);
            await _cluster.Masters[master].KillAsync();
            await Eventually.FailsAsync(() => host.RecordAsync(Record(minute * 6)), StatusCode.Unavailable);
            await _cluster.PromoteAsync(master);
            await SendMinutesAsync(writer, minute++);
        }

        storeIds.Add(writer.Settled!.Value.StoreId);
        await windows.SeesAWholeWindowAsync();
        Assert.Equal(4, storeIds.Distinct().Count());
        Assert.True(writer.Resent > 0);
        AssertComplete(await GetWindowAsync(host, Night.Eleven.AddMinutes(minute)), [writer]);
        AssertComplete(await GetWindowAsync(host, Night.Eleven.AddMinutes(minute).AddSeconds(-10)), [writer], skipped: 1);
        var touched = await Eventually.SucceedsAsync(async () => await host.Counter.ListTouchedMinutesAsync(new ListTouchedMinutesRequest()));
        Assert.Equal(minute, touched.Minutes.Count);
    }

    /// <summary>No server that the counter was told of is left, and when it first heard of the others they had nothing to offer.</summary>
    [Fact]
    public async Task MastersKilled_AndReplicasThatNeverHadAnythingPromoted_AreFollowed()
    {
        await using var cluster = new RedisCluster(replicas: true, linked: false);
        await cluster.StartAsync();
        await using var host = await CounterHost.StartAsync(cluster.ConnectionString, settings: Timeout);
        var writer = new PatientWriter("gateway-1", host);
        for (var master = 0; master < cluster.Masters.Count; master++)
        {
            await SendMinutesAsync(writer, master);
            await cluster.Masters[master].KillAsync();
            await Eventually.FailsAsync(() => host.RecordAsync(Record(0)), StatusCode.Unavailable);
            await cluster.PromoteAsync(master);
        }

        await SendMinutesAsync(writer, cluster.Masters.Count);
        AssertComplete(await GetWindowAsync(host, Night.Eleven.AddMinutes(4)), [writer]);
    }

    [Fact]
    public async Task Cluster_WithoutSlotsWhenTheCounterStarts_IsUsedOnceItHasThem()
    {
        await using var server = new RedisServer(persistent: false, "--cluster-enabled", "yes");
        await server.StartAsync();
        await using var host = await CounterHost.StartAsync(server.ConnectionString, settings: Timeout);
        await AssertUnavailableAsync(() => host.RecordAsync(Record(0)));
        using (var client = await RespClient.ConnectAsync(server.Port))
        {
            await client.SendAsync("CLUSTER", "ADDSLOTSRANGE", 0, 16383);
        }

        var writer = new PatientWriter("gateway-1", host);
        await SendMinutesAsync(writer, 0);
        AssertComplete(await GetWindowAsync(host, Night.Eleven.AddMinutes(1)), [writer]);
    }

    /// <summary>Counts of such a replica would look like figures and be too low.</summary>
    [Fact]
    public async Task MasterKilled_AndItsReplicaOutOfDate_NoCallIsAnsweredByIt()
    {
        await using var host = await CounterHost.StartAsync(_cluster.ConnectionString, settings: Timeout);
        var writer = new PatientWriter("gateway-1", host);
        await SendMinutesAsync(writer, 0);
        await host.GetIdentitiesAsync();
        for (var master = 0; master < _cluster.Masters.Count; master++)
        {
            await _cluster.CutOffAsync(master);
        }

        await SendMinutesAsync(writer, 0, 1);
        foreach (var master in _cluster.Masters)
        {
            await master.KillAsync();
            for (var call = 0; call < 5; call++)
            {
                await AssertUnavailableAsync(() => host.GetWindowAsync(Night.Window(Night.Eleven.AddMinutes(2))));
                await AssertUnavailableAsync(() => host.RecordAsync(Record(0)));
            }
        }

        await AssertUnavailableAsync(async () => await host.Counter.ListTouchedMinutesAsync(new ListTouchedMinutesRequest()));
        await AssertUnavailableAsync(() => host.GetIdentitiesAsync());
    }

    /// <summary>Its connections stay open, and it is a master in its own eyes until it wakes up.</summary>
    [Fact]
    public async Task MasterFrozen_AndItsReplicaPromoted_IsLeftForItAndComesBackHarmless()
    {
        await using var host = await CounterHost.StartAsync(_cluster.ConnectionString, settings: ("Counter:StoreTimeout", "00:00:01"));
        var writer = new PatientWriter("gateway-1", host);
        await using var windows = new WindowChecker(host, writer);
        await SendMinutesAsync(writer, 0);
        await windows.SeesAWholeWindowAsync();
        var before = writer.Settled!.Value.StoreId;

        await _cluster.Masters[0].PauseAsync();
        await AssertUnavailableAsync(() => host.GetWindowAsync(Night.Window(Night.Eleven.AddMinutes(1))));
        await _cluster.PromoteAsync(0);
        await SendMinutesAsync(writer, 1);
        await _cluster.Masters[0].ResumeAsync();
        await SendMinutesAsync(writer, 2, 3);

        await windows.SeesAWholeWindowAsync();
        Assert.NotEqual(before, writer.Settled!.Value.StoreId);
        AssertComplete(await GetWindowAsync(host, Night.Eleven.AddMinutes(4)), [writer]);
    }

    [Fact]
    public async Task MasterKilled_AndItsReplicaElected_LosesNothingOfTwoGatewaysAtTwoCounters()
    {
        await using var cluster = new RedisCluster(replicas: true, selfHealing: true);
        await cluster.StartAsync();
        await using var one = await CounterHost.StartAsync(cluster.ConnectionString, settings: Timeout);
        await using var other = await CounterHost.StartAsync(cluster.ConnectionString, settings: Timeout);
        PatientWriter[] writers = [new("gateway-1", one), new("gateway-2", other)];
        await Task.WhenAll(writers.Select(writer => SendMinutesAsync(writer, 0, 1)));
        var before = writers[0].Settled!.Value.StoreId;

        await cluster.Masters[1].KillAsync();
        await Task.WhenAll(writers.Select(writer => SendMinutesAsync(writer, 2, 3)));

        foreach (var host in new[] { one, other })
        {
            var window = await GetWindowAsync(host, Night.Eleven.AddMinutes(4));
            AssertComplete(window, writers);
            Assert.NotEqual(before, window.StoreId);
        }
    }

    private static async Task AssertUnavailableAsync<T>(Func<Task<T>> call) =>
        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(call)).StatusCode);

    /// <summary>A read may be refused at any time after a failover, while the connection learns of it: what is answered is right.</summary>
    private static Task<GetWindowResponse> GetWindowAsync(CounterHost host, DateTimeOffset end) =>
        Eventually.SucceedsAsync(() => host.GetWindowAsync(Night.Window(end, WindowMinutes)));

    private static async Task SendMinutesAsync(PatientWriter writer, params int[] minutes)
    {
        foreach (var bucket in minutes.SelectMany(minute => Enumerable.Range(minute * 6, 6)))
        {
            await writer.SendAsync(Record(bucket));
        }
    }

    private static RecordRequest Record(int bucket) => Night.Record(
        Night.Eleven.AddSeconds(bucket * 10), [.. Countries.Select(country => Night.Served(country, Night.Visitors(bucket * 5, 20)))]);

    private static void AssertComplete(GetWindowResponse window, IReadOnlyList<PatientWriter> writers, int skipped = 0)
    {
        foreach (var country in window.Countries)
        {
            List<CountryHits> expected =
            [
                .. writers.SelectMany(writer => writer.Records.SkipLast(skipped))
                    .SelectMany(record => record.Countries).Where(hits => hits.CountryCode == country.CountryCode),
            ];
            var visitors = expected.SelectMany(hits => hits.ServedVisitors).ToHashSet().Count;
            Assert.Equal(expected.Aggregate(0ul, (sum, hits) => sum + hits.ServedPageViews), country.ServedPageViews);
            Assert.InRange(country.Visitors, visitors - (3 * country.StandardError * visitors) - 4, visitors + (3 * country.StandardError * visitors) + 4);
        }

        Assert.Equal(Countries, window.Countries.Select(country => country.CountryCode));
    }

    /// <summary>
    /// Reads on and on. While nothing is owed, a window of the memory that acknowledged everything must have everything; it may be refused
    /// at any time.
    /// </summary>
    private sealed class WindowChecker : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _reading;
        private int _whole;

        public WindowChecker(CounterHost host, PatientWriter writer) => _reading = ReadAsync(host, writer);

        /// <summary>Awaits one more window that had to be whole, and was.</summary>
        public Task SeesAWholeWindowAsync()
        {
            var seen = Volatile.Read(ref _whole);
            return Eventually.TrueAsync(() => _reading.IsFaulted || Volatile.Read(ref _whole) > seen, () => "No window is whole.");
        }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _reading;
            _stop.Dispose();
        }

        private async Task ReadAsync(CounterHost host, PatientWriter writer)
        {
            while (!_stop.IsCancellationRequested)
            {
                var settled = writer.Settled;
                try
                {
                    var window = await host.GetWindowAsync(Night.Window(Night.Eleven.AddMinutes(WindowMinutes), WindowMinutes));
                    if (window.StoreId == settled?.StoreId)
                    {
                        var pageViews = window.Countries.Aggregate(0ul, (sum, country) => sum + country.ServedPageViews);
                        Assert.InRange(pageViews, settled.Value.PageViews, ulong.MaxValue);
                        Interlocked.Increment(ref _whole);
                    }
                }
                catch (RpcException exception) when (exception.StatusCode is StatusCode.Unavailable or StatusCode.FailedPrecondition)
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, CancellationToken.None);
                }
            }
        }
    }
}
