using Affluence.ServiceDefaults;
using Affluence.ServiceDefaults.Credentials;
using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using static Affluence.Tests.Credentials.CredentialHost;

namespace Affluence.Tests.Credentials;

/// <summary>A gRPC service that needs the ingest role, called by a client of ours, over h2c. The service is gRPC's own health.</summary>
[Trait("Category", "Integration")]
public sealed class CredentialGrpcTests
{
    /// <summary>Where a service without a token keeps the one that it made, and a client on the same machine finds it.</summary>
    private static readonly string Folder = LocalTokens.Directory;

    [Theory]
    [InlineData(null, null, StatusCode.OK)]
    [InlineData(OneToken, OneToken, StatusCode.OK)]
    [InlineData(OneToken, OtherToken, StatusCode.Unauthenticated)]
    [InlineData(OneToken, null, StatusCode.Unauthenticated)]
    [InlineData(null, OneToken, StatusCode.Unauthenticated)]
    public async Task Call_TokenOfTheServiceAndOfTheClient_AnsweredOrUnauthenticated(string? accepted, string? sent, StatusCode expected)
    {
        await using var service = await StartServiceAsync(accepted, CredentialRole.Ingest);
        await using var clients = BuildClients(service, sent);
        var client = clients.GetRequiredService<Health.HealthClient>();

        Assert.Equal(expected, await StatusAsync(() => client.CheckAsync(new HealthCheckRequest()).ResponseAsync));
        using var watch = client.Watch(new HealthCheckRequest());
        Assert.Equal(expected, await StatusAsync(() => watch.ResponseStream.MoveNext(CancellationToken.None)));
    }

    [Theory]
    [InlineData(OneToken, StatusCode.OK)]
    [InlineData(OtherToken, StatusCode.Unauthenticated)]
    public async Task Call_OfAMethodWithTwoRoles_NeedsOneOfThem(string sent, StatusCode expected)
    {
        // Query has another token, which nobody sends here.
        await using var service = await StartServiceAsync(OneToken, CredentialRole.Query, CredentialRole.Ingest);
        await using var clients = BuildClients(service, sent);

        Assert.Equal(expected, await StatusAsync(() => clients.GetRequiredService<Health.HealthClient>().CheckAsync(new HealthCheckRequest()).ResponseAsync));
    }

    [Fact]
    public async Task Call_OfAMethodWithoutARole_IsAnsweredWithoutAToken()
    {
        await using var service = await StartServiceAsync(OneToken);
        await using var clients = BuildClients(service, sent: null);

        Assert.Equal(StatusCode.OK, await StatusAsync(() => clients.GetRequiredService<Health.HealthClient>().CheckAsync(new HealthCheckRequest()).ResponseAsync));
    }

    [Fact]
    public async Task Client_TokenFileExchanged_SendsTheNewOne()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, OtherToken);
        await using var service = await StartServiceAsync(OneToken, CredentialRole.Ingest);
        await using var clients = BuildClients(service, sent: null, ("Credentials:Ingest:TokenFiles:0", file));
        var client = clients.GetRequiredService<Health.HealthClient>();
        Assert.Equal(StatusCode.Unauthenticated, await StatusAsync(() => client.CheckAsync(new HealthCheckRequest()).ResponseAsync));

        await File.WriteAllTextAsync(file, OneToken);
        clients.GetRequiredService<Microsoft.Extensions.Time.Testing.FakeTimeProvider>().Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(StatusCode.OK, await StatusAsync(() => client.CheckAsync(new HealthCheckRequest()).ResponseAsync));
        File.Delete(file);
    }

    /// <summary>The headers that a bare proxy on this machine sends on; and one that says what it is.</summary>
    [Theory]
    [InlineData("", "", StatusCode.OK)]
    [InlineData("x-forwarded-for", "127.0.0.1", StatusCode.Unauthenticated)]
    [InlineData("via", "2 front", StatusCode.Unauthenticated)]
    public async Task Call_ByTheMadeToken_OfCallersOnThisMachineAlone(string header, string value, StatusCode expected)
    {
        await using var service = await StartServiceAsync(accepted: null, CredentialRole.Ingest);
        await using var clients = BuildClients(service, sent: null);
        Metadata headers = header.Length > 0 ? new Metadata { { header, value } } : [];

        Assert.Equal(
            expected,
            await StatusAsync(() => clients.GetRequiredService<Health.HealthClient>().CheckAsync(new HealthCheckRequest(), headers).ResponseAsync));
    }

    private static async Task<StatusCode> StatusAsync(Func<Task> call)
    {
        try
        {
            await call();
            return StatusCode.OK;
        }
        catch (RpcException exception)
        {
            return exception.StatusCode;
        }
    }

    private static async Task<WebApplication> StartServiceAsync(string? accepted, params CredentialRole[] roles)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["urls"] = "http://127.0.0.1:0", ["Management:Port"] = "0", ["Credentials:Directory"] = Folder });
        builder.Configuration.AddInMemoryCollection(Setting(accepted));
        builder.Configuration["Credentials:Query:Tokens:0"] = "5d48261f0c9ab7e4d35826a3f1c9e07b";
        builder.AddServiceDefaults(ServiceEndpoint.Counter);
        builder.Services.AddCredentials(CredentialRole.Ingest, CredentialRole.Query);
        builder.Services.AddGrpc(options => options.EnforceCredentials());
        var app = builder.Build();
        var health = app.MapGrpcHealthChecksService();
        if (roles.Length > 0)
        {
            health.WithMetadata(new RequiresCredentialAttribute(roles));
        }

        await app.StartAsync();
        return app;
    }

    private static ServiceProvider BuildClients(WebApplication service, string? sent, params (string Key, string? Value)[] settings)
    {
        var address = service.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create("Credentials:Directory", (string?)Folder)])
            .AddInMemoryCollection(Setting(sent))
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value)))
            .AddInMemoryCollection([KeyValuePair.Create("services:counter:http:0", (string?)address)])
            .Build());
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        services.AddSingleton(time).AddSingleton<TimeProvider>(time);
        services.AddServiceDiscovery();
        services.ConfigureHttpClientDefaults(http => http.AddServiceDiscovery());
        services.AddServiceClient<Health.HealthClient>(ServiceEndpoint.Counter).AddServiceCredential(CredentialRole.Ingest);
        return services.BuildServiceProvider();
    }

    private static Dictionary<string, string?> Setting(string? token) =>
        token is null ? [] : new() { ["Credentials:Ingest:Tokens:0"] = token };
}
