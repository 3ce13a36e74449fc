using System.Net;
using System.Net.Http.Headers;
using Affluence.Standalone;
using Grpc.Core;
using Grpc.Net.Client;

namespace Affluence.Tests.Credentials;

/// <summary>
/// Who may call what, of all there is to call: every route and gRPC method that the services have is called without a token, with one that
/// nobody knows, and with that of each role.
/// </summary>
public sealed class EndpointRoleTests : IDisposable
{
    private const string Anybody = "anybody";
    private const string Readers = "Operator, Reader";

    private static readonly TimeSpan FirstMessageLimit = Eventually.Limit;

    /// <summary>What there is, by service, port and who is let in. What is added is red until it stands here.</summary>
    private static readonly (string Service, string Port, string LetIn, string[] Endpoints)[] Table =
    [
        ("counter", "public", Anybody, ["* /health", "* /alive", "/grpc.health.v1.Health/Check", "/grpc.health.v1.Health/Watch"]),
        ("counter", "public", "Ingest",
        [
            "/affluence.counter.v1.VisitorCounterService/Record", "/affluence.counter.v1.VisitorCounterService/RetractSource",
            "/affluence.counter.v1.IdentityService/GetIdentityDays",
        ]),
        ("counter", "public", "Ingest", ["/affluence.admission.v1.AdmissionService/Exchange"]),
        ("counter", "public", "Query", ["/affluence.admission.v1.AdmissionService/GetRoom", "/affluence.admission.v1.AdmissionService/ListArrivals"]),
        ("counter", "public", "Ingest, Query", ["/affluence.counter.v1.VisitorCounterService/ListTouchedMinutes"]),
        ("counter", "public", "Query", ["/affluence.counter.v1.VisitorCounterService/GetWindow", "/affluence.counter.v1.VisitorCounterService/WatchWindow"]),
        ("counter", "public", "Identity",
        [
            "/affluence.counter.v1.IdentityService/GetIdentities", "/affluence.cache.v1.PurgeService/AddPurges", "/affluence.cache.v1.PurgeService/ListPurges",
        ]),
        ("counter", "management", Anybody, ["* /health", "* /health/reasons", "* /alive", "* /metrics"]),

        ("geo", "public", Anybody, ["* /health", "* /alive", "/grpc.health.v1.Health/Check", "/grpc.health.v1.Health/Watch"]),
        ("geo", "public", Anybody,
        [
            "/affluence.geo.v1.GeolocationService/Locate", "/affluence.geo.v1.GeolocationService/LocateMany",
            "/affluence.geo.v1.GeolocationService/GetDataset",
        ]),
        ("geo", "management", Anybody, ["* /health", "* /health/reasons", "* /alive", "* /metrics"]),

        ("site", "public", Anybody, ["* /health", "* /alive", "GET,HEAD /", "GET,HEAD /site/{name}", "GET,HEAD /favicon.ico"]),
        ("site", "public", Anybody,
        [
            "* en", "* en/citizenship", "* en/contact", "* en/eligibility", "* en/permanent-residence", "* en/processing-times", "* en/study",
            "* en/visit", "* en/work",
            "* fr", "* fr/citizenship", "* fr/contact", "* fr/eligibility", "* fr/permanent-residence", "* fr/processing-times", "* fr/study",
            "* fr/visit", "* fr/work",
        ]),
        ("site", "management", Anybody, ["* /health", "* /health/reasons", "* /alive", "* /metrics"]),
        ("site", "management", "Operator",
        [
            "GET /knobs/", "PUT /knobs/", "POST /knobs/presets/healthy", "POST /knobs/presets/slow", "POST /knobs/presets/overloaded",
            "POST /knobs/presets/failing",
            "POST /knobs/presets/collapsing",
        ]),

        ("report", "public", Anybody, ["* /health", "* /alive", "/grpc.health.v1.Health/Check", "/grpc.health.v1.Health/Watch"]),
        ("report", "public", Anybody, ["GET,HEAD /robots.txt"]),
        ("report", "public", Readers,
        [
            "/affluence.report.v1.SnapshotService/GetSnapshot", "/affluence.report.v1.SnapshotService/ListSnapshots",
            "/affluence.report.v1.SnapshotService/ListRevisions", "/affluence.report.v1.SnapshotService/WatchSnapshots",
            "/affluence.report.v1.FairnessService/GetFairness",
        ]),
        ("report", "public", Readers,
        [
            "GET,HEAD,OPTIONS /api/v1/snapshots", "GET,HEAD,OPTIONS /api/v1/snapshots/current", "GET,HEAD,OPTIONS /api/v1/snapshots/{at}",
            "GET,HEAD,OPTIONS /api/v1/snapshots/{at}/revisions", "GET,HEAD,OPTIONS /api/v1/surges", "GET,HEAD,OPTIONS /api/v1/fairness", "GET,HEAD,OPTIONS /api/v1/bulletin",
            "GET,HEAD,OPTIONS /api/v1/bulletins", "GET,HEAD,OPTIONS /api/v1/bulletins/{number}", "GET,HEAD,OPTIONS /api/v1/annotations",
            "GET,HEAD,OPTIONS /api/v1/annotations/{id}", "GET,HEAD,OPTIONS /api/v1/stream", "GET,HEAD,OPTIONS /api/v1/site",
            "GET,HEAD,OPTIONS /api/v1/pictures/curve.png", "GET,HEAD,OPTIONS /api/v1/pictures/curve.svg",
            "GET,HEAD,OPTIONS /api/v1/pictures/countries.png", "GET,HEAD,OPTIONS /api/v1/pictures/countries.svg",
        ]),
        ("report", "public", "Operator",
            ["POST /api/v1/bulletins", "POST /api/v1/annotations", "DELETE /api/v1/annotations/{id}", "GET,HEAD,OPTIONS /api/v1/alerts"]),
        ("report", "public", Readers,
        [
            "GET /openapi/{documentName}.json", "GET /scalar/{documentName?}", "GET /scalar/scalar.js", "GET /scalar/scalar.aspnetcore.js",
            "GET /scalar/favicon.svg",
        ]),
        ("report", "public", Readers,
        [
            "GET,HEAD /", "GET,HEAD /fr", "GET,HEAD /embed", "GET,HEAD /fr/embed", "GET,HEAD (each file of the pages)", "GET,HEAD {**path:file}",
            "GET /_framework/opaque-redirect", "* /_blazor", "* /_blazor/negotiate", "* /_blazor/disconnect/", "* /_blazor/initializers/",
        ]),
        ("report", "management", Anybody, ["* /health", "* /health/reasons", "* /alive", "* /metrics"]),

        ("gateway", "public", Anybody, ["* {**path}"]),
        ("gateway", "management", Anybody, ["* /health", "* /health/reasons", "* /alive", "* /metrics", "GET /delivery", "GET /origin", "GET /waiting-room"]),
        ("gateway", "management", "Operator", ["POST /waiting-room/open", "POST /waiting-room/close", "POST /waiting-room/automatic"]),
        ("gateway", "management", "Operator", ["GET /cache/", "POST /cache/purge"]),
    ];

    private readonly TemporaryDirectory _data = new();
    private readonly Tokens _tokens = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    public void Dispose()
    {
        _http.Dispose();
        _data.Dispose();
    }

    [Fact]
    public async Task EveryEndpointOfEveryService_CalledWithEachToken_LetsInWhomTheTableNames()
    {
        await using var system = await StandaloneSystem.StartAsync(new StandaloneOptions
        {
            DataDirectory = _data.Path,
            UseDefaultPorts = false,
            Settings = _tokens.OfRoles
                .Select(role => KeyValuePair.Create($"Credentials:{role.Role}:Tokens:0", (string?)role.Token))
                .Append(new("Logging:LogLevel:Default", "Error"))
                .ToDictionary(),
        });

        // What operators do comes last: some of it makes the site slow.
        var found = new List<string>();
        foreach (var endpoints in Callable.AllOf(system)
            .OrderBy(endpoint => endpoint.Port == "management")
            .GroupBy(endpoint => (endpoint.Service, endpoint.Port, endpoint.Name)))
        {
            var letIn = new List<string>();
            foreach (var endpoint in endpoints)
            {
                letIn.AddRange(await LetInAsync(endpoint));
            }

            var (service, port, name) = endpoints.Key;
            found.Add($"{service}, {port} port, {name}: {string.Join(" or ", letIn.Distinct())}");
        }

        var expected = Table.SelectMany(row => row.Endpoints.Select(endpoint => $"{row.Service}, {row.Port} port, {endpoint}: {row.LetIn}")).ToList();
        string[] faults =
        [
            .. found.Except(expected).Select(line => $"is so and not in the table: {line}"),
            .. expected.Except(found).Select(line => $"is in the table and not so: {line}"),
        ];
        Assert.True(faults.Length == 0, string.Join('\n', faults));
    }

    /// <summary>Who is let in, for each verb: the roles, or anybody.</summary>
    private async Task<IReadOnlyList<string>> LetInAsync(Callable endpoint)
    {
        var letIn = new List<string>();
        foreach (var verb in endpoint.Grpc is null ? endpoint.Verbs : ["POST"])
        {
            var callers = new List<string>();
            foreach (var (caller, token) in (IEnumerable<(string, string?)>)[("no token", null), ("a wrong token", _tokens.Stranger), .. _tokens.OfRoles])
            {
                if (endpoint.Grpc is null ? await IsAnsweredAsync(endpoint, verb, token) : await IsAnsweredAsync(endpoint, endpoint.Grpc, token))
                {
                    callers.Add(caller);
                }
            }

            letIn.Add(callers.Count == _tokens.OfRoles.Count + 2 ? Anybody : string.Join(", ", callers));
        }

        return letIn;
    }

    private async Task<bool> IsAnsweredAsync(Callable endpoint, string verb, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Parse(verb), endpoint.Address)
        {
            Version = endpoint.Version,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Headers = { Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token) },
        };
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode != HttpStatusCode.Forbidden, $"{verb} {endpoint.Address}: {response.StatusCode}");
        return response.StatusCode != HttpStatusCode.Unauthorized;
    }

    /// <summary>With an empty message, which every method reads.</summary>
    private static async Task<bool> IsAnsweredAsync(Callable endpoint, IMethod grpc, string? token)
    {
        using var channel = GrpcChannel.ForAddress(new Uri(endpoint.Address, "/"));
        var bytes = Marshallers.Create(message => message, message => message);
        var method = new Method<byte[], byte[]>(grpc.Type, grpc.ServiceName, grpc.Name, bytes, bytes);
        var options = new CallOptions(
            token is null ? [] : new Metadata { { "authorization", $"Bearer {token}" } },
            TimeProvider.System.GetUtcNow().UtcDateTime + FirstMessageLimit,
            TestContext.Current.CancellationToken);
        try
        {
            if (grpc.Type == MethodType.Unary)
            {
                await channel.CreateCallInvoker().AsyncUnaryCall(method, null, options, []);
                return true;
            }

            Assert.Equal(MethodType.ServerStreaming, grpc.Type);
            using var call = channel.CreateCallInvoker().AsyncServerStreamingCall(method, null, options, []);
            await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken);
            return true;
        }
        catch (RpcException exception)
        {
            Assert.False(exception.StatusCode is StatusCode.PermissionDenied or StatusCode.Unimplemented, $"{endpoint.Name}: {exception.Status}");
            return exception.StatusCode != StatusCode.Unauthenticated;
        }
    }
}
