using System.Text.Json.Nodes;
using Affluence.Report;
using Affluence.Report.History;
using Affluence.Report.Storage;
using Affluence.ServiceDefaults;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Affluence.ReportService.Tests.Fakes;

/// <summary>The report in its own host on real sockets, with a fake counter and a clock that the test turns.</summary>
internal sealed class ReportHost : IAsyncDisposable
{
    /// <summary>23:00 and a few seconds on the night of the election, in Toronto.</summary>
    public static readonly DateTimeOffset Night = new(2016, 11, 9, 4, 0, 5, TimeSpan.Zero);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private readonly FakeServer _counterServer;
    private readonly Testing.TemporaryDirectory? _ownDirectory;
    private readonly WebApplication _app;

    private ReportHost(WebApplication app, FakeCounter counter, FakeServer counterServer, FakeTimeProvider time, Testing.TemporaryDirectory? ownDirectory)
    {
        (_app, Counter, _counterServer, Time, _ownDirectory) = (app, counter, counterServer, time, ownDirectory);
        string[] addresses = [.. app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses];
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(addresses[0]), Timeout = Testing.Eventually.Limit };
        (Grpc, Management) = (new Uri(addresses[1]), new Uri(addresses[2]));
    }

    public FakeCounter Counter { get; }

    public FakeTimeProvider Time { get; }

    public HttpClient Http { get; }

    public Uri Grpc { get; }

    public Uri Management { get; }

    public IServiceProvider Services => _app.Services;

    public FakeLogCollector Logs => _app.Services.GetFakeLogCollector();

    public static async Task<ReportHost> StartAsync(
        Action<FakeCounter>? arrange = null, DateTimeOffset? now = null, string? directory = null, params (string Key, string Value)[] settings)
    {
        var time = new FakeTimeProvider(now ?? Night);
        var counter = new FakeCounter(time);
        arrange?.Invoke(counter);
        var server = await FakeServer.StartAsync(counter);
        var ownDirectory = directory is null ? Testing.TemporaryDirectory.Fast() : null;

        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders().AddFakeLogging();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["urls"] = "http://127.0.0.1:0",
            ["Management:Port"] = "0",
            ["Grpc:Port"] = "0",
            ["services:counter:http:0"] = server.Address.ToString(),
            ["services:geo:http:0"] = "http://127.0.0.1:1",
            ["Report:DataDirectory"] = directory ?? ownDirectory!.Path,
            // Of the clock on the wall, while the tests' stands: what fails by them is tried again when that clock is turned, which nobody does.
            ["Report:CounterDeadline"] = "00:01:00",
            ["Report:RecordingDeadline"] = "00:10:00",
        });
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.AddServiceDefaults(ServiceEndpoint.Report);
        builder.AddReport();
        var app = builder.Build();
        app.MapDefaultEndpoints();
        app.MapReport();
        await app.StartAsync();
        var host = new ReportHost(app, counter, server, time, ownDirectory);
        if (!settings.Any(setting => setting.Key.StartsWith("Credentials:", StringComparison.Ordinal)))
        {
            Testing.LocalTokens.AsOperator(host.Http);
        }

        return host;
    }

    /// <summary>Turns the clock on in steps of one live interval, awaiting between them what a test waits for.</summary>
    public Task<T> AdvanceUntilAsync<T>(Func<Task<T?>> find)
        where T : class => Testing.Eventually.FoundAsync<T>(
            async () =>
            {
                var found = await find();
                if (found is null)
                {
                    Time.Advance(TimeSpan.FromSeconds(2));
                }

                return found;
            },
            () => $"It is not there by {Time.GetUtcNow()}.",
            Pause);

    /// <summary>Turns the clock on in steps until something is so, and lets real sockets keep pace with it.</summary>
    public Task TurnUntilAsync(Func<bool> condition, TimeSpan? step = null) => Testing.Eventually.TrueAsync(
        () =>
        {
            var isSo = condition();
            if (!isSo)
            {
                Time.Advance(step ?? TimeSpan.FromSeconds(1));
            }

            return Task.FromResult(isSo);
        },
        () => $"It is not so by {Time.GetUtcNow()}.",
        pause: Pause);

    /// <summary>Turns the clock on by a time in steps of one live interval, and lets the recorder take each of them.</summary>
    public async Task RecordAsync(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromSeconds(2))
        {
            var calls = Counter.TouchedCalls.Count;
            Time.Advance(TimeSpan.FromSeconds(2));
            await Testing.Eventually.TrueAsync(() => Counter.TouchedCalls.Count > calls, () => "The recorder did not ask what was recorded.");
        }
    }

    /// <summary>
    /// Awaits that the two hours before the start are on record, whatever follows from them too: newest minutes come first, so until then
    /// it is learnt better and better since when a surge lasts. The clock is not turned.
    /// </summary>
    public Task RecordedAsync() => Testing.Eventually.TrueAsync(
        () =>
        {
            var history = Services.GetRequiredService<SnapshotHistory>();
            var newest = SnapshotHistory.Minute(Time.GetUtcNow() - Services.GetRequiredService<IOptions<ReportOptions>>().Value.SettleDelay);
            using var connection = Services.GetRequiredService<ReportDatabase>().Open();
            return history.Statuses(newest - 119, newest) is { Count: 120 } minutes
                && minutes.All(minute => minute.Value.Final)
                && connection.Command("SELECT (SELECT COUNT(*) FROM changed) + (SELECT COUNT(*) FROM stale)").ExecuteScalar() is 0L;
        },
        () => "The last two hours are not on record yet.");

    /// <summary>The current snapshot, once there is one.</summary>
    public Task<JsonNode> FirstSnapshotAsync() => UntilAsync(async () =>
    {
        using var response = await Http.GetAsync("/api/v1/snapshots/current");
        return response.IsSuccessStatusCode ? JsonNode.Parse(await response.Content.ReadAsStringAsync()) : null;
    });

    /// <summary>Asks again until there is an answer, without turning the clock.</summary>
    public static Task<T> UntilAsync<T>(Func<Task<T?>> find)
        where T : class => Testing.Eventually.FoundAsync<T>(find, () => "There is no such answer.", Pause);

    public async Task<JsonNode> GetJsonAsync(string address) =>
        JsonNode.Parse(await Http.GetStringAsync(address)) ?? throw new InvalidOperationException($"{address} answered null.");

    public async Task StopCounterAsync() => await _counterServer.DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _counterServer.DisposeAsync();
        _ownDirectory?.Dispose();
    }
}
