using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Affluence.Gateway.Delivery;
using Affluence.ServiceDefaults;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Affluence.Gateway.Tests.Fakes;

/// <summary>
/// A real gateway on real sockets, with a spool on a real disk, between a site that does what the test says and peers that can fail.
/// </summary>
internal sealed class TestGateway : IAsyncDisposable
{
    /// <summary>No settings files are watched: a machine allows a user only so many watches, and each host of each test would take some.</summary>
    private static readonly string[] NoWatching = ["--hostBuilder:reloadConfigOnChange=false"];

    private readonly List<WebApplication> _apps = [];
    private readonly TemporaryDirectory _directory = new();
    private WebApplication _gateway = null!;
    private Dictionary<string, string?> _settings = [];

    public FakeGeo Geo { get; } = new();

    public FakeCounter Counter { get; } = new();

    public FakeIdentities Identities { get; } = new();

    /// <summary>One for several gateways makes them gateways of one system.</summary>
    public FakePurges Purges { get; set; } = new();

    /// <summary>What the site does with a request.</summary>
    public RequestDelegate Site { get; set; } = Page;

    /// <summary>What else the gateway's host is to have.</summary>
    public Action<WebApplicationBuilder> Extend { get; set; } = _ => { };

    public HttpClient Client { get; private set; } = null!;

    public HttpClient Management { get; private set; } = null!;

    public Uri Address { get; private set; } = null!;

    /// <summary>Where the spool is, unless the settings say otherwise.</summary>
    public string SpoolDirectory => _directory.Path;

    public static Task Page(HttpContext context)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync("<!doctype html><title>page</title>");
    }

    public static Task<TestGateway> StartAsync(params (string Key, string Value)[] settings) => StartAsync(_ => { }, settings);

    /// <param name="prepare">What its peers are to be like when it starts.</param>
    /// <param name="settings">Configuration of the gateway.</param>
    public static async Task<TestGateway> StartAsync(Action<TestGateway> prepare, params (string Key, string Value)[] settings)
    {
        var test = new TestGateway();
        prepare(test);
        var peers = await test.StartAsync(HttpProtocols.Http2, builder =>
        {
            builder.Services.AddGrpc();
            builder.Services.AddSingleton(test.Geo).AddSingleton(test.Counter).AddSingleton(test.Identities).AddSingleton(test.Purges);
        }, app =>
        {
            app.MapGrpcService<FakeGeo>();
            app.MapGrpcService<FakeCounter>();
            app.MapGrpcService<FakeIdentities>();
            app.MapGrpcService<FakePurges>();
        });
        var site = await test.StartAsync(HttpProtocols.Http1, _ => { }, app => app.Run(context => test.Site(context)));

        test._settings = new Dictionary<string, string?>
        {
            ["urls"] = "http://127.0.0.1:0",
            ["Management:Port"] = "0",
            ["services:geo:http:0"] = peers,
            ["services:counter:http:0"] = peers,
            ["services:site:http:0"] = site,
            ["Gateway:Delivery:FlushInterval"] = "00:00:00.020",
            ["Gateway:Spool:Directory"] = test.SpoolDirectory,
        };
        test.Configure(settings);

        try
        {
            await test.StartGatewayAsync();
            return test;
        }
        catch
        {
            await test.DisposeAsync();
            throw;
        }
    }

    /// <summary>Changes settings, for the next start.</summary>
    public void Configure(params (string Key, string Value)[] settings)
    {
        foreach (var (key, value) in settings)
        {
            _settings[key] = value;
        }
    }

    /// <summary>Starts another gateway process, so to say, with the settings and the spool of the first.</summary>
    public async Task StartGatewayAsync()
    {
        // As in production, and not slim: what the framework adds by itself is part of what answers.
        var builder = WebApplication.CreateBuilder(NoWatching);
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(_settings);
        builder.AddServiceDefaults(ServiceEndpoint.Gateway);
        builder.AddGateway();
        Extend(builder);
        _gateway = builder.Build();
        _gateway.MapGateway();
        await _gateway.StartAsync();
        _apps.Add(_gateway);

        var addresses = AddressesOf(_gateway);
        Address = new Uri(addresses[0]);
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Address };
        Management = new HttpClient { BaseAddress = new Uri(addresses[^1]) };
    }

    /// <summary>Ends the gateway as kill -9 would: nothing is flushed, sent or written any more.</summary>
    public async Task KillAsync()
    {
        _gateway.Services.GetRequiredService<Outbox>().Dispose();
        _apps.Remove(_gateway);
        await _gateway.DisposeAsync();
    }

    /// <summary>Stops the site alone: connections to it are refused from then on.</summary>
    public Task StopSiteAsync() => _apps[1].StopAsync();

    /// <summary>Ends the gateway as SIGTERM would.</summary>
    public async Task StopAsync()
    {
        _apps.Remove(_gateway);
        await _gateway.StopAsync();
        await _gateway.DisposeAsync();
    }

    /// <summary>Sends a page view as a browser would.</summary>
    public async Task<HttpResponseMessage> VisitAsync(
        string path = "/en", string userAgent = "Mozilla/5.0 (X11; Linux x86_64)", string? forwardedFor = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("User-Agent", userAgent);
        request.Headers.TryAddWithoutValidation("Accept", "text/html,application/xhtml+xml");
        if (forwardedFor is not null)
        {
            request.Headers.TryAddWithoutValidation("X-Forwarded-For", forwardedFor);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await Client.SendAsync(request);
    }

    /// <summary>Sends bytes as they are and returns the answer as text, up to the end of the connection or of the first answer's headers.</summary>
    public async Task<string> SendRawAsync(string bytes)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(Address.Host, Address.Port);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(bytes));
        var answer = new StringBuilder();
        var buffer = new byte[4096];
        while (!answer.ToString().Contains("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(buffer) is > 0 and var read)
        {
            answer.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }

        return answer.ToString();
    }

    /// <summary>Sends bytes as they are and returns all that comes back until the gateway closes the connection.</summary>
    public async Task<string> SendToTheEndAsync(ReadOnlyMemory<byte> bytes)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(Address.Host, Address.Port);
        return await ReadToTheEndAsync(socket, bytes);
    }

    /// <summary>As <see cref="SendToTheEndAsync"/>, on a connection that is open.</summary>
    public static async Task<string> ReadToTheEndAsync(TcpClient socket, ReadOnlyMemory<byte> bytes)
    {
        using var patience = new CancellationTokenSource(Eventually.Limit);
        var answer = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            var stream = socket.GetStream();
            await stream.WriteAsync(bytes, patience.Token);
            while (await stream.ReadAsync(buffer, patience.Token) is > 0 and var read)
            {
                answer.Append(Encoding.Latin1.GetString(buffer, 0, read));
            }
        }
        catch (IOException exception) when (exception.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionReset or SocketError.Shutdown })
        {
            // Closed by the gateway while there was more to read: that is an end as well.
        }

        return answer.ToString();
    }

    public async Task<DeliveryAccount> AccountAsync() =>
        (await Management.GetFromJsonAsync<DeliveryAccount>("/delivery", JsonSerializerOptions.Web))!;

    /// <summary>Awaits that every hit seen so far has been acknowledged or given up, that there are as many as expected, and that the books balance.</summary>
    public async Task<DeliveryAccount> SettledAsync(long seen)
    {
        DeliveryAccount account = null!;
        await Eventually.TrueAsync(
            async () => (account = await AccountAsync()).Pending == 0 && account.Seen >= seen,
            () => $"expected {seen} hits to settle, but the account is {account}");
        Assert.Equal(0, account.Unaccounted);
        return account;
    }

    /// <summary>Awaits that what an earlier process left was found and delivered.</summary>
    public async Task<DeliveryAccount> RecoveredAsync(long hits)
    {
        DeliveryAccount account = null!;
        await Eventually.TrueAsync(
            async () => (account = await AccountAsync()).Pending == 0 && account.Recovered >= hits,
            () => $"expected {hits} hits to be recovered, but the account is {account}");
        Assert.Equal(0, account.Unaccounted);
        return account;
    }

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        Management?.Dispose();
        foreach (var app in Enumerable.Reverse(_apps))
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }

        _directory.Dispose();
    }

    private static List<string> AddressesOf(WebApplication app) =>
        [.. app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses];

    private async Task<string> StartAsync(HttpProtocols protocols, Action<WebApplicationBuilder> add, Action<WebApplication> map)
    {
        var builder = WebApplication.CreateSlimBuilder(NoWatching);
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listener => listener.Protocols = protocols));
        // The site must see header bytes as they were sent, and may send what it likes.
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.RequestHeaderEncodingSelector = _ => Encoding.Latin1;
            kestrel.ResponseHeaderEncodingSelector = _ => Encoding.Latin1;
        });
        add(builder);
        var app = builder.Build();
        map(app);
        _apps.Add(app);
        await app.StartAsync();
        return AddressesOf(app)[0];
    }

    internal sealed record DeliveryAccount(
        long Seen,
        long Recovered,
        long Acknowledged,
        long Pending,
        Dictionary<string, long> Stages,
        Dictionary<string, long> Dropped,
        long Unaccounted,
        long AnonymousPageViews,
        OutboxAccount Outbox)
    {
        public override string ToString() =>
            $"seen {Seen}, recovered {Recovered}, acknowledged {Acknowledged}, stages {string.Join(' ', Stages)}, dropped {string.Join(' ', Dropped)}, {Outbox}";
    }

    internal sealed record OutboxAccount(string? File, string? Trouble, int AdoptedFiles, int Owed, int Kept, long Bytes, long Sealed, string? StoreId);
}
