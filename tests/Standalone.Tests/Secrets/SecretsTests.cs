using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Affluence.Counter.V1;
using Affluence.Standalone;
using Affluence.Testing.Stores;
using Affluence.Tests.Searches;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;

namespace Affluence.Tests.Secrets;

/// <summary>
/// A whole system with every secret that can be set is visited, operated, asked by who may not, and loses its store. Then everything that
/// it wrote, sent or says is searched for the secrets, the day's among them, under which addresses become pseudonyms: it stands in the store, and
/// there it is sealed.
/// </summary>
public sealed class SecretsTests : IDisposable
{
    private const string Json = "application/json";

    private readonly TemporaryDirectory _data = new();
    private readonly TemporaryDirectory _files = new();
    private readonly Secret _ingest = Secret.New("token of Ingest");
    private readonly Secret _identity = Secret.New("token of Identity");
    private readonly Secret _query = Secret.New("token of Query");
    private readonly Secret _operator = Secret.New("token of Operator");
    private readonly Secret _reader = Secret.New("token of Reader");
    private readonly Secret _stranger = Secret.New("token that is refused");
    private readonly Secret _password = Secret.New("password of the store");
    private readonly Secret _address = Secret.New("address of a webhook");
    private readonly Secret _key = Secret.NewWebhookKey("key of a webhook");
    private readonly Secret _keyInFile = Secret.NewWebhookKey("key of a webhook in a file");

    public void Dispose()
    {
        _data.Dispose();
        _files.Dispose();
    }

    [Fact]
    public async Task EverythingPersistedOrExported_OfASystemWithSecrets_HoldsNoneOfThem()
    {
        ConsoleLog.Capture();
        await using var collector = new Receiver();
        await using var webhook = new Receiver();
        await using var store = new GarnetServer(persistent: true, _password.Text);
        await store.StartAsync();
        var options = new StandaloneOptions
        {
            DataDirectory = _data.Path,
            Redis = store.ConnectionString,
            UseDefaultPorts = false,
            Settings = Settings(collector, webhook),
        };
        SystemSearch search;

        await using (var system = await StandaloneSystem.StartAsync(options))
        {
            using var channel = GrpcChannel.ForAddress(system.Counter.Public);
            var days = await new IdentityService.IdentityServiceClient(channel).GetIdentitiesAsync(new GetIdentitiesRequest(), Bearer(_identity));
            Secret[] secrets =
            [
                _ingest, _identity, _query, _operator, _reader, _stranger, _password, _address, _key, _keyInFile,
                .. days.Identities.Select(day => Secret.OfBytes("the day's secret", day.Secret.ToByteArray())),
            ];
            Form[] forms = [.. secrets.SelectMany(secret => secret.Forms)];
            search = new SystemSearch(bytes => [.. Form.Find(forms, bytes).Select(form => form.ToString())]);

            await VisitAsync(system.Gateway.Public);
            await MakeDifficultyAsync(new VisitorCounterService.VisitorCounterServiceClient(channel), days.Identities[0].Epoch);
            await OperateAsync(system);
            await BeRefusedAsync(system, channel);
            await AlertedAsync(system, webhook);
            await search.SearchWhatIsToldAsync(system, _operator.Text);
            await search.SearchStoreAsync(store);

            await store.StopAsync();
            await VisitAsync(system.Gateway.Public);
            await GatewayAccount.SpooledAsync(system.Gateway.Management);
            search.SearchFiles(_data.Path, "while the store was away");
            await store.StartAsync();
            await GatewayAccount.SettledAsync(system.Gateway.Management);
            await search.SearchWhatIsToldAsync(system, _operator.Text);
            search.Search("the greeting", Encoding.UTF8.GetBytes(Greeting.Of(system, options)));
        }

        await store.StopAsync();
        search.SearchFiles(_data.Path, "in the end");
        search.SearchFiles(store.Folder, SystemSearch.Store);
        search.Search("the log", Encoding.UTF8.GetBytes(ConsoleLog.Read()));
        search.Search("telemetry", collector.Read());
        search.Search("what a webhook is sent", webhook.Read());

        search.AssertSearched(
            [
                "gateway-spool", "report", "identity-keys", SystemSearch.Store, "the greeting", "the log", "telemetry", "what a webhook is sent", .. SystemSearch.WhatIsTold,
            ]);
        Assert.True(search.Found.Count == 0, string.Join('\n', search.Found));
    }

    private Dictionary<string, string?> Settings(Receiver collector, Receiver webhook) => new(SystemSearch.SettingsWith(collector))
    {
        ["Credentials:Ingest:Tokens:0"] = _ingest.Text,
        ["Credentials:Identity:TokenFiles:0"] = FileOf(_identity, "identity.token"),
        ["Credentials:Query:Tokens:0"] = _query.Text,
        ["Credentials:Operator:TokenFiles:0"] = FileOf(_operator, "operator.token"),
        ["Credentials:Reader:Tokens:0"] = _reader.Text,
        ["Report:Alerts:Webhooks:0:Url"] = $"{webhook.Endpoint}hooks/{_address.Text}",
        ["Report:Alerts:Webhooks:0:Secret"] = _key.Text,
        ["Report:Alerts:Webhooks:0:AllowPrivateNetworks"] = "true",
        ["Report:Alerts:Webhooks:0:Name"] = "reached",
        // Nobody listens there.
        ["Report:Alerts:Webhooks:1:Url"] = $"http://127.0.0.1:9/hooks/{_address.Text}",
        ["Report:Alerts:Webhooks:1:SecretFile"] = FileOf(_keyInFile, "webhook.key"),
        ["Report:Alerts:Webhooks:1:AllowPrivateNetworks"] = "true",
        ["Report:Alerts:Webhooks:1:Name"] = "not reached",
        ["Report:LiveInterval"] = "00:00:00.5",
        ["Report:SettleDelay"] = "00:00:01",
        ["Report:QuietTime"] = "00:00:02",
    };

    private string FileOf(Secret secret, string name)
    {
        File.WriteAllText(_files.File(name), secret.Text);
        return _files.File(name);
    }

    /// <summary>Some with a token of ours, which is none of the gateway's business.</summary>
    private async Task VisitAsync(Uri gateway)
    {
        foreach (var (target, headers) in (IEnumerable<(string, string)>)
            [
                ("/en", string.Empty), ($"/en?token={_reader.Text}", string.Empty), ("/fr", $"Authorization: Bearer {_ingest.Text}\r\n"),
                ("/fr/work", $"X-Api-Key: {_operator.Text}\r\n"), ("/en", $"Authorization Bearer {_operator.Text}\r\n"),
            ])
        {
            await SendAsync(gateway, $"GET {target}", headers);
        }
    }

    /// <summary>Five minutes in which half of the pages were refused, and a record that cannot be.</summary>
    private async Task MakeDifficultyAsync(VisitorCounterService.VisitorCounterServiceClient counter, uint epoch)
    {
        var minute = TimeSpan.FromMinutes(1);
        var now = TimeProvider.System.GetUtcNow();
        var lastFull = now - TimeSpan.FromTicks(now.Ticks % minute.Ticks);
        foreach (var ago in Enumerable.Range(1, 5))
        {
            await counter.RecordAsync(Record(lastFull - ago * minute, epoch), Bearer(_ingest));
        }

        var bad = Record(lastFull, epoch);
        bad.WriterId = string.Empty;
        await AssertRefusedAsync(StatusCode.InvalidArgument, () => counter.RecordAsync(bad, Bearer(_ingest)));
    }

    private static RecordRequest Record(DateTimeOffset start, uint epoch) => new()
    {
        WriterId = "writer",
        BucketStart = start.ToTimestamp(),
        IdentityEpoch = epoch,
        Countries =
        {
            new CountryHits
            {
                CountryCode = "CA",
                ServedVisitors = { 0x9E3779B97F4A7C15, 0x94D049BB133111EB },
                ServedPageViews = 2,
                RefusedVisitors = { 0xBF58476D1CE4E5B9, 0xD6E8FEB86659FD93 },
                RefusedPageViews = { new CauseCount { Cause = RefusalCause.OriginError, Count = 2 } },
                PageViews = 4,
                Requests = 4,
            },
        },
    };

    private async Task OperateAsync(StandaloneSystem system)
    {
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _operator.Text);
        using var turned = await client.PutAsJsonAsync(new Uri(system.Site.Management, "/knobs"), new { errorShare = 0.5 });
        using var notTurned = await client.PutAsJsonAsync(new Uri(system.Site.Management, "/knobs"), new { errorShare = 7 });
        var annotations = new Uri(system.Report.Public, "/api/v1/annotations");
        using var noted = await client.PostAsJsonAsync(annotations, new { at = "2016-11-08T22:57", text = "Networks call the election" });
        using var nonsense = await client.PostAsync(annotations, new StringContent("nonsense", Encoding.UTF8, Json));

        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.BadRequest, HttpStatusCode.Created, HttpStatusCode.BadRequest],
            [turned.StatusCode, notTurned.StatusCode, noted.StatusCode, nonsense.StatusCode]);
    }

    /// <summary>Tokens that nobody knows, of another role, and right ones where none is looked for.</summary>
    private async Task BeRefusedAsync(StandaloneSystem system, GrpcChannel channel)
    {
        foreach (var (service, target, header) in (IEnumerable<(Uri, string, string)>)
            [
                (system.Report.Public, "/", $"Authorization: Bearer {_stranger.Text}"),
                (system.Report.Public, "/api/v1/alerts", $"Authorization: Bearer {_stranger.Text}"),
                (system.Report.Public, "/api/v1/alerts", $"Authorization: Bearer {_reader.Text}"),
                (system.Report.Public, "/api/v1/alerts", $"Authorization: Basic {Basic(_operator)}"),
                (system.Report.Public, "/api/v1/alerts", $"Authorization: {_operator.Text}"),
                (system.Report.Public, "/api/v1/alerts", $"X-Api-Key: {_operator.Text}"),
                (system.Report.Public, $"/api/v1/alerts?access_token={_operator.Text}", "Accept: */*"),
                (system.Report.Public, "/", $"Authorization: Basic {Basic(_query)}"),
                (system.Site.Management, "/knobs", $"Authorization: Bearer {_ingest.Text}"),
                (system.Site.Management, $"/knobs?access_token={_operator.Text}", "Accept: */*"),
            ])
        {
            Assert.Contains(" 401 ", await SendAsync(service, $"GET {target}", $"{header}\r\n"), StringComparison.Ordinal);
        }

        // Let in, and told that the parameter is none; and a header that is none at all.
        Assert.Contains(" 400 ", await SendAsync(system.Report.Public, $"GET /api/v1/snapshots/current?token={_reader.Text}", $"Authorization: Basic {Basic(_reader)}\r\n"), StringComparison.Ordinal);
        Assert.Contains(" 400 ", await SendAsync(system.Report.Public, "GET /", $"Authorization Bearer {_reader.Text}\r\n"), StringComparison.Ordinal);

        var counter = new VisitorCounterService.VisitorCounterServiceClient(channel);
        var identities = new IdentityService.IdentityServiceClient(channel);
        await AssertRefusedAsync(StatusCode.Unauthenticated, () => counter.RecordAsync(new RecordRequest(), Bearer(_query)));
        await AssertRefusedAsync(StatusCode.Unauthenticated, () => counter.GetWindowAsync(new GetWindowRequest(), Bearer(_stranger)));
        await AssertRefusedAsync(StatusCode.Unauthenticated, () => identities.GetIdentitiesAsync(new GetIdentitiesRequest(), Bearer(_ingest)));
        await AssertRefusedAsync(
            StatusCode.Unauthenticated,
            () => identities.GetIdentitiesAsync(new GetIdentitiesRequest(), new Metadata { { "x-api-key", _identity.Text! } }));
    }

    private static async Task AssertRefusedAsync<T>(StatusCode expected, Func<AsyncUnaryCall<T>> call) =>
        Assert.Equal(expected, (await Assert.ThrowsAsync<RpcException>(async () => await call())).StatusCode);

    private static Task<string> SendAsync(Uri service, string line, string headers) =>
        RawRequests.SendAsync(service, $"{line} HTTP/1.1\r\nHost: localhost\r\nUser-Agent: browser\r\n{headers}Connection: close\r\n\r\n");

    private static Metadata Bearer(Secret token) => new() { { "authorization", $"Bearer {token.Text}" } };

    private static string Basic(Secret token) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"anybody:{token.Text}"));

    /// <summary>Until one webhook has an alert and the other could not be reached.</summary>
    private async Task AlertedAsync(StandaloneSystem system, Receiver webhook)
    {
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _operator.Text);
        var alerts = string.Empty;
        await Eventually.TrueAsync(
            async () =>
            {
                alerts = await client.GetStringAsync(new Uri(system.Report.Public, "/api/v1/alerts"));
                return webhook.Read().Length > 0 && alerts.Contains("could not be reached", StringComparison.Ordinal);
            },
            () => $"the alerts are {alerts}");
    }
}
