using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.Sockets;
using Affluence.ServiceDefaults;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Affluence.Tests;

/// <summary>What every host has: its ports, health on them, and one line and an exit code when its surroundings are wrong.</summary>
[Trait("Category", "Integration")]
public sealed class ServiceHostTests
{
    [Fact]
    public async Task ManagementPort_AnswersHealthMetricsAndOperatorEndpoints()
    {
        await using var app = await StartAsync(ServiceEndpoint.Site);
        using var management = new HttpClient { BaseAddress = AddressesOf(app)[^1] };

        Assert.Equal("Healthy", await management.GetStringAsync(new Uri("/health", UriKind.Relative)));
        Assert.Equal("Healthy", await management.GetStringAsync(new Uri("/alive", UriKind.Relative)));
        Assert.Equal("operator", await management.GetStringAsync(new Uri("/operate", UriKind.Relative)));
        Assert.Contains("target_info", await management.GetStringAsync(new Uri("/metrics", UriKind.Relative)), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await management.GetAsync(new Uri("/public", UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task PublicPort_AnswersNeitherMetricsNorOperatorEndpointsWhateverHostIsClaimed()
    {
        await using var app = await StartAsync(ServiceEndpoint.Site);
        using var client = new HttpClient { BaseAddress = AddressesOf(app)[0] };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/operate");
        request.Headers.Host = AddressesOf(app)[^1].Authority;

        Assert.Equal("public", await client.GetStringAsync(new Uri("/public", UriKind.Relative)));
        Assert.Equal(HttpStatusCode.NotFound, (await client.SendAsync(request)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(new Uri("/metrics", UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task GrpcService_AnswersGrpcHealth()
    {
        await using var app = await StartAsync(ServiceEndpoint.Geo);
        using var channel = GrpcChannel.ForAddress(AddressesOf(app)[0]);

        var response = await new Health.HealthClient(channel).CheckAsync(new HealthCheckRequest());

        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, response.Status);
    }

    [Theory]
    [InlineData("localhost:9080", HttpStatusCode.OK)]
    [InlineData("127.0.0.1", HttpStatusCode.OK)]
    [InlineData("[::1]:9080", HttpStatusCode.OK)]
    // As Kubernetes' probes and Prometheus ask, and compose's services each other.
    [InlineData("10.42.0.7:9080", HttpStatusCode.OK)]
    [InlineData("gateway:9080", HttpStatusCode.OK)]
    [InlineData("monitor.example.ca:9080", HttpStatusCode.OK)]
    [InlineData("rebound.example:9080", HttpStatusCode.MisdirectedRequest)]
    [InlineData("127.0.0.1.rebound.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("localhost.rebound.example", HttpStatusCode.MisdirectedRequest)]
    public async Task ManagementPort_AskedByTheNameOfAnotherHost_AnswersNothing(string name, HttpStatusCode expected)
    {
        await using var app = await StartAsync(ServiceEndpoint.Site, settings: [("Management:Hosts:0", "monitor.example.ca")]);
        using var management = new HttpClient { BaseAddress = AddressesOf(app)[^1] };
        foreach (var path in (string[])["/health", "/alive", "/metrics", "/operate"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Host = name;

            using var response = await management.SendAsync(request);

            Assert.Equal((path, expected), (path, response.StatusCode));
        }
    }

    [Theory]
    [InlineData("Management:Hosts", "monitor.example.ca", "Management:Hosts is a value where it must be a list: set Management:Hosts:0.")]
    [InlineData("Management:Hosts:0", "http://monitor.example.ca/", "Management:Hosts:0 is 'http://monitor.example.ca/', which is no host name")]
    [InlineData("Management:Hosts:1", "", "Management:Hosts:1 is ''")]
    public async Task HostsThatAreNoNames_EndWithALineThatNamesTheSetting(string key, string value, string expected)
    {
        var (exitCode, line) = await RunAsync(async () => await StartAsync(ServiceEndpoint.Site, settings: [(key, value)]));

        Assert.Equal(ServiceExit.BadSetting, exitCode);
        Assert.Contains(expected, line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GrpcHealth_ByServiceName_ServingForThoseThereAreAndNotFoundForOthers()
    {
        await using var app = await StartAsync(ServiceEndpoint.Geo, builder => builder.Services.AddGrpcHealthOf("affluence.geo.v1.GeolocationService"));
        using var channel = GrpcChannel.ForAddress(AddressesOf(app)[0]);
        var health = new Health.HealthClient(channel);

        var named = await health.CheckAsync(new HealthCheckRequest { Service = "affluence.geo.v1.GeolocationService" });
        var unknown = await Assert.ThrowsAsync<RpcException>(async () => await health.CheckAsync(new HealthCheckRequest { Service = "affluence.geo.v1.Geo" }));

        Assert.Equal((HealthCheckResponse.Types.ServingStatus.Serving, StatusCode.NotFound), (named.Status, unknown.StatusCode));
    }

    [Fact]
    public async Task Unhealthy_IsToldToProbesButAliveStays()
    {
        await using var app = await StartAsync(
            ServiceEndpoint.Site, builder => builder.Services.AddHealthChecks().AddCheck("store", () => HealthCheckResult.Unhealthy()));
        using var management = new HttpClient { BaseAddress = AddressesOf(app)[^1] };

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await management.GetAsync(new Uri("/health", UriKind.Relative))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await management.GetAsync(new Uri("/alive", UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task Reasons_OfWhatIsNotHealthy_AreOnTheManagementPortAlone()
    {
        await using var app = await StartAsync(
            ServiceEndpoint.Site,
            builder => builder.Services.AddHealthChecks().AddCheck("store", () => HealthCheckResult.Degraded("It evicted\n7 keys.")));
        using var management = new HttpClient { BaseAddress = AddressesOf(app)[^1] };
        using var site = new HttpClient { BaseAddress = AddressesOf(app)[0] };
        var reasons = new Uri("/health/reasons", UriKind.Relative);

        Assert.Equal("Degraded\nstore: It evicted\\u000a7 keys.", await management.GetStringAsync(reasons));
        Assert.Equal(HttpStatusCode.NotFound, (await site.GetAsync(reasons)).StatusCode);
    }

    [Fact]
    public async Task Reasons_OfWhatIsHealthy_AreThoseThatMentionSomething()
    {
        await using var app = await StartAsync(
            ServiceEndpoint.Site,
            builder => builder.Services.AddHealthChecks().AddCheck("store", () => HealthCheckResult.Healthy("It is 45 days old.")));
        using var management = new HttpClient { BaseAddress = AddressesOf(app)[^1] };

        Assert.Equal("Healthy\nstore: It is 45 days old.", await management.GetStringAsync(new Uri("/health/reasons", UriKind.Relative)));
        Assert.Equal("Healthy", await management.GetStringAsync(new Uri("/health", UriKind.Relative)));
    }

    [Theory]
    [InlineData("urls", "nonsense", "urls: 'nonsense'")]
    [InlineData("urls", "https://127.0.0.1:0", "urls: 'https://127.0.0.1:0'")]
    [InlineData("Management:Port", "70000", "Management:Port is '70000'")]
    [InlineData("Management:Port", "-1", "Management:Port is '-1'")]
    public async Task UnusableAddress_EndsWithALineThatNamesTheSetting(string key, string value, string expected)
    {
        var (exitCode, line) = await RunAsync(async () => await StartAsync(ServiceEndpoint.Site, settings: [(key, value)]));

        Assert.Equal(ServiceExit.BadSetting, exitCode);
        Assert.Contains(expected, line, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', line.TrimEnd());
    }

    [Fact]
    public async Task PortInUse_EndsWithOneLineThatNamesIt()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Listen();
        var address = $"http://{socket.LocalEndPoint}";

        var (exitCode, line) = await RunAsync(async () => await StartAsync(ServiceEndpoint.Site, settings: [("urls", address)]));

        Assert.Equal(ServiceExit.CannotListen, exitCode);
        Assert.Contains(address, line, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', line.TrimEnd());
    }

    [Fact]
    public async Task OptionOutOfRange_EndsWithALineThatNamesTheSetting()
    {
        var (exitCode, line) = await RunAsync(async () => await StartAsync(
            ServiceEndpoint.Site,
            builder => builder.Services.AddOptionsWithValidateOnStart<SomeOptions>().Configure(options => options.Seconds = 0).ValidateDataAnnotations()));

        Assert.Equal(ServiceExit.BadSetting, exitCode);
        Assert.Contains("Some:Seconds must be 1 to 10", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OptionUnreadable_EndsWithALineThatNamesTheSetting()
    {
        var (exitCode, line) = await RunAsync(async () => await StartAsync(
            ServiceEndpoint.Site,
            builder => builder.Services.AddOptionsWithValidateOnStart<SomeOptions>().BindConfiguration("Some"),
            ("Some:Seconds", "soon")));

        Assert.Equal(ServiceExit.BadSetting, exitCode);
        Assert.Contains("'soon' at 'Some:Seconds'", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FaultOfOurs_IsThrown() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => ServiceExit.RunAsync(() => throw new InvalidOperationException()));

    private static async Task<(int ExitCode, string Line)> RunAsync(Func<Task> run)
    {
        var error = Console.Error;
        using var captured = new StringWriter();
        Console.SetError(captured);
        try
        {
            return (await ServiceExit.RunAsync(run), captured.ToString());
        }
        finally
        {
            Console.SetError(error);
        }
    }

    private static async Task<WebApplication> StartAsync(
        ServiceEndpoint service, Action<WebApplicationBuilder>? add = null, params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["urls"] = "http://127.0.0.1:0", ["Management:Port"] = "0" });
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, string? (setting) => setting.Value));
        builder.AddServiceDefaults(service);
        builder.Services.AddGrpc();
        builder.Services.AddManagementEndpoints(endpoints => endpoints.MapGet("/operate", () => "operator"));
        add?.Invoke(builder);
        var app = builder.Build();
        app.MapDefaultEndpoints();
        app.MapGet("/public", () => "public");
        await app.StartAsync();
        return app;
    }

    private static List<Uri> AddressesOf(WebApplication app) =>
        [.. app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(address => new Uri(address))];

    private sealed class SomeOptions
    {
        [Range(1, 10, ErrorMessage = "Some:Seconds must be 1 to 10.")]
        public int Seconds { get; set; } = 1;
    }
}
