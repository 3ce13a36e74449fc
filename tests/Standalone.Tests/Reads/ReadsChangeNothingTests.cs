using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Affluence.Counter.V1;
using Affluence.Standalone;
using Affluence.Testing.Stores;
using Affluence.Tests.Credentials;
using Google.Protobuf.WellKnownTypes;
using Grpc.Net.Client;
using Microsoft.Extensions.Time.Testing;

namespace Affluence.Tests.Reads;

/// <summary>
/// GET and HEAD are safe (RFC 9110, 9.2.1): every route that there is, of every service, is read with the token that may do everything, and all that the
/// system keeps is as it was. The clock stands, so that nothing else is done meanwhile.
/// </summary>
public sealed class ReadsChangeNothingTests : IDisposable
{
    private const int LongestRead = 64 * 1024;
    private const int LooksAtWhatStands = 10;
    private const int MinutesOnRecord = 120;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    private readonly TemporaryDirectory _data = new();
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = Eventually.Limit };

    public void Dispose()
    {
        _http.Dispose();
        _data.Dispose();
    }

    [Fact]
    public async Task EveryRouteOfEveryService_ReadByAnOperator_ChangesNothingThatIsKept()
    {
        await using var store = await StoreServer.StartAsync(StoreKind.Garnet);
        await using var system = await StandaloneSystem.StartAsync(new StandaloneOptions
        {
            DataDirectory = _data.Path,
            Redis = store.ConnectionString,
            UseDefaultPorts = false,
            Settings = new Dictionary<string, string?> { ["Logging:LogLevel:Default"] = "Error" },
            Time = _time,
        });
        _http.AsOperator(system.CredentialsDirectory);
        var known = await FillAsync(system);
        var before = await StandingAsync(system, store);
        Assert.All(["report/snapshots.db, bulletin", "report/snapshots.db, annotation", "report/snapshots.db, snapshot"], place => Assert.NotEmpty(before[place]));
        Assert.Contains(before.Keys, place => place.StartsWith("store, ", StringComparison.Ordinal));

        var answered = 0;
        var faults = new List<string>();
        foreach (var (method, address, version) in Callable.AllOf(system).Where(IsNoVisit).SelectMany(callable => Reads(callable, known)))
        {
            var status = await ReadAsync(method, address, version);
            answered += status == HttpStatusCode.OK ? 1 : 0;
            if (status is HttpStatusCode.Unauthorized or HttpStatusCode.InternalServerError)
            {
                faults.Add($"{method} {address.PathAndQuery}: {status}");
            }
        }

        var after = await StandingAsync(system, store);
        faults.AddRange(Kept.Differences(before, after));
        Assert.True(faults.Count == 0, string.Join('\n', faults));
        Assert.True(answered > 100, $"{answered} were answered");
    }

    /// <summary>Pages of the gateway are visits, and to count those is what it is for.</summary>
    private static bool IsNoVisit(Callable callable) => (callable.Service, callable.Port) != ("gateway", "public");

    /// <summary>As it is, and of a minute that is on record, of which no bulletin was issued: a query by which more might be done.</summary>
    private static IEnumerable<(HttpMethod Method, Uri Address, Version Version)> Reads(Callable callable, Known known) =>
        from address in (Uri[])[callable.AddressWith(known.Parameters), new(callable.AddressWith(known.Parameters), $"?at={known.OtherMinute}")]
        from method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Head]
        select (method, address, callable.Version);

    /// <summary>Reads the beginning of what has no end.</summary>
    private async Task<HttpStatusCode> ReadAsync(HttpMethod method, Uri address, Version version)
    {
        using var request = new HttpRequestMessage(method, address) { Version = version, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        await using var body = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        var endless = response.Content.Headers.ContentType?.MediaType == "text/event-stream";
        var buffer = new byte[LongestRead];
        while (await body.ReadAsync(buffer, TestContext.Current.CancellationToken) > 0 && !endless)
        {
        }

        return response.StatusCode;
    }

    /// <summary>Figures of some minutes, a bulletin of one of them, an annotation, knobs that were turned and a waiting room that was opened.</summary>
    private async Task<Known> FillAsync(StandaloneSystem system)
    {
        using var channel = GrpcChannel.ForAddress(system.Counter.Public);
        var invoker = channel.AsServices(system.CredentialsDirectory);
        var days = await new IdentityService.IdentityServiceClient(invoker).GetIdentitiesAsync(new GetIdentitiesRequest());
        var now = _time.GetUtcNow();
        var minute = now - TimeSpan.FromTicks(now.Ticks % Minute.Ticks);
        foreach (var ago in Enumerable.Range(1, 4))
        {
            await new VisitorCounterService.VisitorCounterServiceClient(invoker).RecordAsync(RecordOf(minute - ago * Minute, days.Identities[0].Epoch));
        }

        using var annotated = await _http.PostAsJsonAsync(
            new Uri(system.Report.Public, "/api/v1/annotations"), new { at = Text(minute - Minute), text = "Networks call the election" });
        Assert.Equal(HttpStatusCode.Created, annotated.StatusCode);
        using var turned = await _http.PutAsJsonAsync(new Uri(system.Site.Management, "/knobs"), new { capacity = 1_000 });
        using var opened = await _http.PostAsync(new Uri(system.Gateway.Management, "/waiting-room/open"), null);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (turned.StatusCode, opened.StatusCode));

        var (reported, other, answer) = (Text(minute - Minute), Text(minute - 2 * Minute), string.Empty);
        await Eventually.TrueAsync(
            async () =>
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                using var issued = await _http.PostAsJsonAsync(new Uri(system.Report.Public, "/api/v1/bulletins"), new { at = reported });
                answer = await issued.Content.ReadAsStringAsync();
                return issued.StatusCode == HttpStatusCode.Created;
            },
            () => $"no bulletin is issued: {answer}");

        // The record is kept for the hours before the start too, and what has changed in it is worked off: nothing is left to be done in the background.
        var onRecord = 0;
        await Eventually.TrueAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                onRecord = Kept.RecordedMinutes(_data.File(Path.Combine("report", Kept.ReportDatabase)));
                return onRecord >= MinutesOnRecord;
            },
            () => $"{onRecord} minutes are on record");
        var figures = await _http.GetFromJsonAsync<JsonNode>(new Uri(system.Report.Public, $"/api/v1/snapshots/{other}"));
        Assert.True((long?)figures!["visitors"] > 0, "There would be nothing to issue.");
        var annotation = (await annotated.Content.ReadFromJsonAsync<JsonNode>())!["id"]!.ToString();
        return new Known(
            new Dictionary<string, string> { ["at"] = reported, ["id"] = annotation, ["number"] = "1", ["documentName"] = "v1" },
            other);
    }

    /// <summary>What is kept, once everything that the turning of the clock had begun is done.</summary>
    private async Task<SortedDictionary<string, string>> StandingAsync(StandaloneSystem system, StoreServer store)
    {
        SortedDictionary<string, string> kept = [];
        var stood = 0;
        IReadOnlyList<string> changes = [];
        await Eventually.TrueAsync(
            async () =>
            {
                var now = await Kept.ReadAsync(system, store, _data.Path, _http);
                changes = Kept.Differences(kept, now);
                stood = changes.Count == 0 ? stood + 1 : 0;
                kept = now;
                return stood == LooksAtWhatStands;
            },
            () => $"it goes on changing: {string.Join('\n', changes)}",
            pause: BetweenLooks);
        return kept;
    }

    private static RecordRequest RecordOf(DateTimeOffset start, uint epoch) => new()
    {
        WriterId = "writer",
        BucketStart = start.ToTimestamp(),
        IdentityEpoch = epoch,
        Countries =
        {
            new CountryHits
            {
                CountryCode = "CA", ServedVisitors = { 0x9E3779B97F4A7C15, 0x94D049BB133111EB }, ServedPageViews = 2, PageViews = 2, Requests = 2,
            },
        },
    };

    private static string Text(DateTimeOffset minute) => minute.ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture);

    /// <param name="Parameters">Values of routes' parameters, of which there is something.</param>
    /// <param name="OtherMinute">One with figures and no bulletin.</param>
    private sealed record Known(IReadOnlyDictionary<string, string> Parameters, string OtherMinute);
}
