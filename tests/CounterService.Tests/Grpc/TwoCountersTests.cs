using Affluence.Counter.V1;
using Affluence.ServiceDefaults;
using Affluence.ServiceDefaults.Credentials;
using Affluence.Testing;
using Affluence.Testing.Stores;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace Affluence.Counter.Tests.Grpc;

/// <summary>Two counters on one store, and a client as the gateway has it. HTTP/2 would keep all its calls on one connection, and so on one counter.</summary>
public sealed class TwoCountersTests
{
    [Fact]
    public async Task OneAddressForBoth_EachIsCalledAndFiguresAreWhole()
    {
        await using var store = await StoreServer.StartAsync(StoreKind.Garnet);
        await using var first = await CounterHost.StartAsync(store.ConnectionString);
        await using var second = await CounterHost.StartAsync(store.ConnectionString);
        await using var balancer = new RoundRobin(PortOf(first), PortOf(second));

        await BothAreCalledAsync(first, second, balancer.Address.ToString());
    }

    [Fact]
    public async Task AddressOfEach_EachIsCalledAndFiguresAreWhole()
    {
        await using var store = await StoreServer.StartAsync(StoreKind.Garnet);
        await using var first = await CounterHost.StartAsync(store.ConnectionString);
        await using var second = await CounterHost.StartAsync(store.ConnectionString);

        await BothAreCalledAsync(first, second, $"http://{first.Channel.Target}", $"http://{second.Channel.Target}");
    }

    private static async Task BothAreCalledAsync(CounterHost first, CounterHost second, params string[] addresses)
    {
        using var atFirst = RecordsOf(first);
        using var atSecond = RecordsOf(second);
        await using var services = ClientsOf(addresses);
        var client = services.GetRequiredService<VisitorCounterService.VisitorCounterServiceClient>();
        var sent = 0;

        await Testing.Eventually.TrueAsync(
            async () =>
            {
                // Running totals, as a gateway sends them, to whichever counter it is.
                sent++;
                await client.RecordAsync(
                    Night.Record(Night.Eleven.AddSeconds(-20), Night.Served("CA", Night.Visitors(0, sent))), cancellationToken: TestContext.Current.CancellationToken);
                return Count(atFirst) >= 3 && Count(atSecond) >= 3;
            },
            () => $"of {sent} records {Count(atFirst)} went to the first counter and {Count(atSecond)} to the second");

        Assert.Equal(sent, Count(atFirst) + Count(atSecond));
        foreach (var counter in (CounterHost[])[first, second])
        {
            var window = await counter.GetWindowAsync(Night.Window(Night.Eleven));
            Assert.Equal((ulong)sent, Assert.Single(window.Countries).ServedPageViews);
            Assert.InRange(window.Visitors, sent * 0.98, sent * 1.02);
        }
    }

    private static MetricCollector<long> RecordsOf(CounterHost counter) =>
        new(counter.Services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>(), "Affluence.Counter", "affluence.counter.records");

    private static long Count(MetricCollector<long> records) => records.GetMeasurementSnapshot().EvaluateAsCounter();

    private static int PortOf(CounterHost counter) => new Uri($"http://{counter.Channel.Target}").Port;

    private static ServiceProvider ClientsOf(string[] addresses)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddEnvironmentVariables()
            .AddInMemoryCollection(addresses.Index().Select(address => KeyValuePair.Create($"services:counter:http:{address.Index}", (string?)address.Item)))
            .Build());
        services.AddServiceDiscovery();
        services.ConfigureHttpClientDefaults(http => http.AddServiceDiscovery());
        services.Configure<ServiceClientOptions>(clients => clients.ConnectionLifetime = TimeSpan.FromMilliseconds(100));
        services.AddServiceClient<VisitorCounterService.VisitorCounterServiceClient>(ServiceEndpoint.Counter).AddServiceCredential(CredentialRole.Ingest);
        return services.BuildServiceProvider();
    }
}
