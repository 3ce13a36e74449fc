using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Affluence.ReportService.Tests.Fakes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Affluence.ReportService.Tests.Api;

/// <summary>What every answer says to browsers: of all routes that there are, and of what is refused or fails.</summary>
[Trait("Category", "Integration")]
public sealed partial class SecurityHeaderTests(SharedReport report) : IClassFixture<SharedReport>
{
    private const string FrameAncestors = "frame-ancestors";
    private const string Token = "r-0123456789abcdef0123456789abcdef";

    private static readonly string[] GrpcOnly = ["/affluence.", "/grpc.", ":grpcunimplemented}"];

    [Fact]
    public async Task EveryRoute_Asked_HasThem()
    {
        var routes = report.Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(route => !GrpcOnly.Any(part => route.RoutePattern.RawText!.Contains(part, StringComparison.Ordinal)))
            .Select(route => (
                Method: route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods[0] ?? "GET",
                Path: $"/{Parameter.Replace(route.RoutePattern.RawText!, AValue).TrimStart('/')}"))
            .Distinct()
            .ToList();

        Assert.True(routes.Count > 40, $"there are {routes.Count}");
        foreach (var (method, path) in routes)
        {
            using var request = new HttpRequestMessage(HttpMethod.Parse(method), path);
            await AssertHasThemAsync(report.Host, request, mayBeFramed: path is "/embed" or "/fr/embed", isPicture: path.StartsWith("/api/v1/pictures/", StringComparison.Ordinal));
        }
    }

    /// <summary>A picture is for other sites to show; the answer that there is none is not.</summary>
    [Theory]
    [InlineData("GET", "/api/v1/snapshots/yesterday", HttpStatusCode.BadRequest)]
    [InlineData("GET", "/api/v1/snapshots/2015-01-01T00:00", HttpStatusCode.NotFound)]
    [InlineData("GET", "/api/v1/pictures/curve.svg?lang=la", HttpStatusCode.BadRequest)]
    [InlineData("GET", "/?at=yesterday", HttpStatusCode.BadRequest)]
    [InlineData("GET", "/no/such/page", HttpStatusCode.NotFound)]
    [InlineData("POST", "/", HttpStatusCode.MethodNotAllowed)]
    [InlineData("POST", "/api/v1/bulletins", HttpStatusCode.BadRequest)]
    [InlineData("GET", "/_blazor", HttpStatusCode.UpgradeRequired)]
    public async Task Refusal_OfAnyKind_HasThem(string method, string path, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Parse(method), path);

        Assert.Equal(expected, await AssertHasThemAsync(report.Host, request));
    }

    [Fact]
    public async Task EmbeddedFigure_ThatIsRefused_HasThem()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/embed?theme=pink");

        Assert.Equal(HttpStatusCode.BadRequest, await AssertHasThemAsync(report.Host, request, mayBeFramed: true));
    }

    [Fact]
    public async Task Body_ThatIsTooLarge_IsAnsweredWithThem()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/annotations") { Content = new StringContent(new string(' ', 100_000), Encoding.UTF8, "application/json") };

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await AssertHasThemAsync(report.Host, request));
    }

    [Fact]
    public async Task ClosedReport_AskedByNobodyOrByAnotherName_AnswersWithThem()
    {
        await using var host = await ReportHost.StartAsync(settings: [("Credentials:Reader:Tokens:0", Token)]);
        using var withoutToken = new HttpRequestMessage(HttpMethod.Get, "/");
        using var elsewhere = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { Host = "rebound.example" } };
        using var withoutFigures = new HttpRequestMessage(HttpMethod.Get, "/api/v1/snapshots/current") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", Token) } };

        Assert.Equal(HttpStatusCode.Unauthorized, await AssertHasThemAsync(host, withoutToken));
        Assert.Equal(HttpStatusCode.MisdirectedRequest, await AssertHasThemAsync(host, elsewhere));
        await AssertHasThemAsync(host, withoutFigures);
    }

    private static async Task<HttpStatusCode> AssertHasThemAsync(ReportHost host, HttpRequestMessage request, bool mayBeFramed = false, bool isPicture = false)
    {
        using var response = await host.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        var what = $"{request.Method} {request.RequestUri}: {(int)response.StatusCode}\n{response.Headers}";

        Assert.True(response.Headers.TryGetValues("X-Content-Type-Options", out var options) && options.Single() == "nosniff", what);
        Assert.True(response.Headers.TryGetValues("Referrer-Policy", out var referrer) && referrer.Single() is "same-origin" or "no-referrer", what);
        var policy = response.Headers.TryGetValues("Content-Security-Policy", out var policies) ? policies.Single() : string.Empty;
        var directives = policy.Split("; ").Select(directive => directive.Split(' ')).ToDictionary(words => words[0], words => words[1..]);
        Assert.Contains("default-src", directives.Keys);
        Assert.All(directives.Where(directive => directive.Key != FrameAncestors).SelectMany(directive => directive.Value), source => Assert.True(IsOurs(source), $"{source} in {what}"));
        Assert.Equal((what, mayBeFramed ? "*" : isPicture && response.IsSuccessStatusCode ? null : "'none'"), (what, directives.GetValueOrDefault(FrameAncestors)?.Single()));
        return response.StatusCode;
    }

    private static bool IsOurs(string source) =>
        source is "'self'" or "'none'" or "'unsafe-inline'" or "data:" || source.StartsWith("'sha256-", StringComparison.Ordinal);

    private static string AValue(Match parameter) => parameter.Groups["name"].Value switch
    {
        "at" => "2016-11-08T22:50",
        "documentName" => "v1",
        _ => "1",
    };

    [GeneratedRegex(@"\{\**(?<name>\w*)[^}]*\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Parameter { get; }
}
