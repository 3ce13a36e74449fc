using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Affluence.Report.V1;
using Affluence.ReportService.Tests.Fakes;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;

namespace Affluence.ReportService.Tests.Api;

[Trait("Category", "Integration")]
public sealed class ReadersOnlyTests(ReadersOnlyTests.ClosedReport report) : IClassFixture<ReadersOnlyTests.ClosedReport>
{
    private const string ReaderToken = "r-0123456789abcdef0123456789abcdef";
    private const string OperatorToken = "o-fedcba9876543210fedcba9876543210";

    public static TheoryData<string> Paths =>
    [
        "/", "/fr", "/?at=2016-11-08T22:50", "/api/v1/snapshots/current", "/api/v1/snapshots/2016-11-08T22:50", "/api/v1/surges", "/api/v1/fairness", "/api/v1/stream",
        "/api/v1/bulletin", "/api/v1/bulletins", "/openapi/v1.json", "/scalar/", "/_framework/blazor.web.js", "/no/such/page",
        "/embed", "/fr/embed", "/_blazor/negotiate", "/api/v1/pictures/curve.png", "/api/v1/pictures/countries.svg",
        "/api/v1/snapshots?from=2016-11-08T22:00&to=2016-11-08T22:10&format=csv", "/api/v1/snapshots/2016-11-08T22:50?revision=1",
    ];

    [Theory, MemberData(nameof(Paths))]
    public async Task Path_OfAClosedReport_IsForReadersOnly(string path)
    {
        var host = report.Host;

        using var nobody = await GetAsync(host, path, null);
        using var wrong = await GetAsync(host, path, Bearer("w-0123456789abcdef0123456789abcdef"));
        using var reader = await GetAsync(host, path, Bearer(ReaderToken));

        Assert.All([nobody, wrong], response =>
        {
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
            Assert.Equal(["Basic", "Bearer"], response.Headers.WwwAuthenticate.Select(challenge => challenge.Scheme));
        });
        Assert.NotEqual(HttpStatusCode.Unauthorized, reader.StatusCode);
    }

    [Theory]
    [InlineData("Basic", "anybody:" + ReaderToken, HttpStatusCode.OK)]
    [InlineData("basic", ":" + ReaderToken, HttpStatusCode.OK)]
    [InlineData("Basic", ReaderToken, HttpStatusCode.Unauthorized)]
    [InlineData("Basic", ReaderToken + ":", HttpStatusCode.Unauthorized)]
    [InlineData("Basic", "anybody:" + ReaderToken + "x", HttpStatusCode.Unauthorized)]
    [InlineData("Basic", "", HttpStatusCode.Unauthorized)]
    public async Task Page_AskedForByABrowser_TakesTheTokenAsPassword(string scheme, string credentials, HttpStatusCode expected)
    {
        var host = report.Host;

        using var response = await GetAsync(
            host, "/", new AuthenticationHeaderValue(scheme, Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials))));

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task Operator_MayRead_AndAReaderMayNotChangeAnything()
    {
        var host = report.Host;

        using var page = await GetAsync(host, "/", Bearer(OperatorToken));
        using var change = new HttpRequestMessage(HttpMethod.Post, "/api/v1/annotations")
        {
            Content = new StringContent("""{"at":"2016-11-08T22:57","text":"one"}""", Encoding.UTF8, "application/json"),
            Headers = { Authorization = Bearer(ReaderToken) },
        };
        using var refused = await host.Http.SendAsync(change, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Contains("Credentials:Operator", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task FinalMinute_OfAClosedReport_IsKeptByNoSharedCache()
    {
        var closed = report.Host;
        await using var open = await ReportHost.StartAsync(counter => counter.Windows = CurrentSnapshotTests.Night);
        await open.RecordedAsync();

        using var forReaders = await GetAsync(closed, "/api/v1/snapshots/2016-11-08T22:50", Bearer(ReaderToken));
        using var forAll = await GetAsync(open, "/api/v1/snapshots/2016-11-08T22:50", null);

        Assert.True(forAll.Headers.CacheControl?.Public);
        Assert.False(forReaders.Headers.CacheControl?.Public);
        Assert.True(forReaders.Headers.CacheControl?.Private);
        Assert.Contains("Authorization", forReaders.Headers.Vary);
    }

    [Theory]
    [InlineData(null, StatusCode.Unauthenticated)]
    [InlineData("Bearer " + ReaderToken, StatusCode.OK)]
    public async Task Grpc_OfAClosedReport_IsForReadersOnly(string? authorization, StatusCode expected)
    {
        var host = report.Host;
        using var channel = GrpcChannel.ForAddress(host.Grpc);
        var headers = authorization is null ? [] : new Metadata { { "authorization", authorization } };
        var status = StatusCode.OK;

        try
        {
            await new SnapshotService.SnapshotServiceClient(channel).GetSnapshotAsync(
                new GetSnapshotRequest(), headers, cancellationToken: TestContext.Current.CancellationToken);
        }
        catch (RpcException exception)
        {
            status = exception.StatusCode;
        }

        Assert.Equal(expected, status);
    }

    /// <summary>A client of any language shows its user what the server said, which is in gRPC's trailers and nowhere else.</summary>
    [Fact]
    public async Task Grpc_OfAClosedReportWithoutAToken_IsRefusedInGrpcsOwnWords()
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(report.Host.Grpc, "/affluence.report.v1.SnapshotService/GetSnapshot"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(new byte[5]) { Headers = { ContentType = new MediaTypeHeaderValue("application/grpc") } },
        };

        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.OK, "application/grpc"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Equal("16", Assert.Single(response.Headers.GetValues("grpc-status")));
        Assert.Contains(
            "a token of Credentials:Reader", Uri.UnescapeDataString(Assert.Single(response.Headers.GetValues("grpc-message"))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_OfAClosedReport_NeedsNoCredential()
    {
        var host = report.Host;
        using var management = new HttpClient { BaseAddress = host.Management };
        using var channel = GrpcChannel.ForAddress(host.Grpc);
        var health = new Health.HealthClient(channel);

        foreach (var (client, path) in (IEnumerable<(HttpClient, string)>)[(management, "/alive"), (management, "/health"), (host.Http, "/alive"), (host.Http, "/health")])
        {
            using var probe = await client.GetAsync(path, TestContext.Current.CancellationToken);
            Assert.NotEqual((path, HttpStatusCode.Unauthorized), (path, probe.StatusCode));
        }

        foreach (var service in (string[])["", "affluence.report.v1.SnapshotService", "affluence.report.v1.FairnessService"])
        {
            await health.CheckAsync(new HealthCheckRequest { Service = service }, cancellationToken: TestContext.Current.CancellationToken);
        }
    }

    /// <summary>So that a crawler learns what it should leave alone, whoever else may read.</summary>
    [Fact]
    public async Task Robots_OfAClosedReport_AreToldWhatToLeaveAlone()
    {
        using var response = await GetAsync(report.Host, "/robots.txt", null);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.OK, "text/plain"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.EndsWith("User-agent: *\nAllow: /$\nAllow: /fr$\nDisallow: /\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("192.0.2.7:8081", HttpStatusCode.OK)]
    [InlineData("report.example.ca", HttpStatusCode.OK)]
    [InlineData("REPORT.example.ca:443", HttpStatusCode.OK)]
    [InlineData("rebound.example", HttpStatusCode.MisdirectedRequest)]
    public async Task Reads_AskedByTheNameOfAnotherHost_AreNotAnswered(string name, HttpStatusCode expected)
    {
        await using var host = await ReportHost.StartAsync(settings: [("Report:Hosts:0", "report.example.ca")]);
        foreach (var path in (string[])["/", "/api/v1/site", "/openapi/v1.json"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Host = name } };
            using var response = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal((path, expected), (path, response.StatusCode));
        }
    }

    private static AuthenticationHeaderValue Bearer(string token) => new("Bearer", token);

    private static async Task<HttpResponseMessage> GetAsync(ReportHost host, string path, AuthenticationHeaderValue? authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Authorization = authorization } };
        return await host.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    /// <summary>A report with a token for readers, which has the night on record. None of the tests changes it.</summary>
    public sealed class ClosedReport : IAsyncLifetime
    {
        internal ReportHost Host { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Host = await ReportHost.StartAsync(
                counter => counter.Windows = CurrentSnapshotTests.Night,
                now: null,
                directory: null,
                ("Credentials:Reader:Tokens:0", ReaderToken),
                ("Credentials:Operator:Tokens:0", OperatorToken));
            await Host.RecordedAsync();
        }

        public async ValueTask DisposeAsync() => await Host.DisposeAsync();
    }
}
