using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Affluence.Counter.V1;
using Affluence.Faults.Tests.Load;
using Affluence.Faults.Tests.Network;
using Affluence.Faults.Tests.Processes;
using Affluence.ServiceDefaults;
using Affluence.Testing.Stores;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;

namespace Affluence.Faults.Tests.Systems;

/// <summary>
/// All services and a store, each a process, with a proxy on every line between them. A test lets a crowd of its own come, does its harm, and
/// asks whether the figures became what they would have been.
/// </summary>
internal sealed class RunningSystem : IAsyncDisposable
{
    /// <summary>For what takes seconds on a machine that has nothing else to do.</summary>
    public static readonly TimeSpan Patience = Eventually.Limit;

    /// <summary>What a gateway writes when it can't deliver, when it can again, and when it gets no countries.</summary>
    public static readonly Notice CounterIsAway = new("The counter did not take a batch", Over: "The counter takes batches again");
    public static readonly Notice CounterIsBack = new(CounterIsAway.Over!, Over: CounterIsAway.Phrase);
    public static readonly Notice GeoIsAway = new("GeoService did not answer", Over: "GeoService answers again");

    private readonly TemporaryDirectory _folder = new();
    private volatile ServiceProcess[] _gateways = [];
    private readonly Auditor _auditor;
    private readonly List<TcpProxy> _links = [];
    private readonly GrpcChannel _channel;
    private readonly HttpClient _client = new() { Timeout = Patience };
    private int _crowds;
    private int _spools;

    private RunningSystem(SystemParts parts)
    {
        Redis = new RedisServer(parts.StoreIsPersistent);
        StoreDisk = parts.StoreDisk is { } kilobytes ? SmallDisk.TryMount(Redis.Folder, kilobytes) : null;
        StoreLink = Link(Redis.Port);
        Site = Service(ServiceEndpoint.Site);
        SiteLink = Link(Site.Address.Port);
        CountryFile = _folder.File("country.mmdb");
        System.IO.File.CreateSymbolicLink(CountryFile, BundledCountryFile);
        Geo = Service(ServiceEndpoint.Geo, ("Geo:DatabasePath", CountryFile), ("Geo:ReloadInterval", "00:00:00.2"));
        GeoLink = Link(Geo.Address.Port);
        Counter = Service(
            ServiceEndpoint.Counter,
            ("ConnectionStrings:redis", string.Join(',', [Loopback(StoreLink.Port), .. parts.OtherStore is { } other ? [other.ConnectionString] : (string[])[]])),
            // A quiet hour is one in which no test runs: nobody is to change his pseudonym in the midst of one.
            ("SiteTime:TimeZone", "UTC"),
            ("Counter:RotationHour", ((TimeProvider.System.GetUtcNow().Hour + 12) % 24).ToString(CultureInfo.InvariantCulture)));
        CounterLink = Link(Counter.Address.Port);
        Report = !parts.HasReport ? null : Service(
            ServiceEndpoint.Report,
            ("services:counter:http:0", Counter.Address.GetLeftPart(UriPartial.Authority)),
            ("services:geo:http:0", Geo.Address.GetLeftPart(UriPartial.Authority)),
            ("SiteTime:TimeZone", "UTC"),
            ("Report:DataDirectory", _folder.File("report")));
        _channel = GrpcChannel.ForAddress(Counter.Address);
        Figures = new VisitorCounterService.VisitorCounterServiceClient(_channel.AsServices());
        _auditor = new Auditor(() => _gateways);
    }

    /// <summary>The country file that comes with GeoService.</summary>
    public static string BundledCountryFile { get; } =
        Path.Combine(Path.GetDirectoryName(ServiceProcess.PathOf(ServiceEndpoint.Geo))!, "Data", "dbip-country.mmdb");

    public RedisServer Redis { get; }

    /// <summary>What the store writes to; null unless the system has a small one, and this machine lets us mount it.</summary>
    public SmallDisk? StoreDisk { get; }

    /// <summary>The country file that GeoService reads: a link to the one it comes with.</summary>
    public string CountryFile { get; }

    public ServiceProcess Site { get; }

    public ServiceProcess Geo { get; }

    public ServiceProcess Counter { get; }

    public ServiceProcess? Report { get; }

    /// <summary>The first.</summary>
    public ServiceProcess Gateway => _gateways[0];

    /// <summary>Between the counter and its store.</summary>
    public TcpProxy StoreLink { get; }

    /// <summary>Between the gateways and the counter.</summary>
    public TcpProxy CounterLink { get; }

    /// <summary>Between the gateways and GeoService.</summary>
    public TcpProxy GeoLink { get; }

    /// <summary>Between the gateways and the site.</summary>
    public TcpProxy SiteLink { get; }

    public VisitorCounterService.VisitorCounterServiceClient Figures { get; }

    public static async Task<RunningSystem> StartAsync(SystemParts? parts = null)
    {
        parts ??= new SystemParts();
        var system = new RunningSystem(parts);
        try
        {
            await system.Redis.StartAsync();
            if (parts.StartsGateway)
            {
                system.NewGateway();
            }

            await Task.WhenAll(system.Services.Select(service => service.StartAsync()));
            return system;
        }
        catch
        {
            await system.DisposeAsync();
            throw;
        }
    }

    /// <summary>Another gateway of this system, not started, with a spool of its own.</summary>
    public ServiceProcess NewGateway(params IEnumerable<(string Key, string Value)> settings)
    {
        var gateway = Service(ServiceEndpoint.Gateway, GatewaySettings(settings));
        _gateways = [.. _gateways, gateway];
        return gateway;
    }

    /// <summary>Of another gateway of this system, with a spool of its own.</summary>
    public IEnumerable<(string Key, string Value)> GatewaySettings(params IEnumerable<(string Key, string Value)> settings) =>
        [
            ("Gateway:Site:Address", Http(SiteLink)),
            ("services:geo:http:0", Http(GeoLink)),
            ("services:counter:http:0", Http(CounterLink)),
            ("Gateway:TrustedProxies:Networks:0", "127.0.0.0/8"),
            // It would answer in the place of a site that fails, and there would be no refusals to count; CachedPagesTests have it.
            ("Gateway:Cache:Enabled", "false"),
            ("Gateway:Spool:Directory", _folder.File($"spool-{_spools++}")),
            // What is promised in minutes must hold on a machine that takes minutes for what should take seconds.
            ("Gateway:Delivery:LocatePatience", "00:05:00"),
            ("Gateway:Spool:KeepAcknowledged", "00:15:00"),
            .. settings,
        ];

    /// <summary>A crowd from a country from which nobody came yet, through the gateways named, or the first.</summary>
    public Crowd NewCrowd(params IEnumerable<IGateway> gateways)
    {
        Uri[] ways = [.. gateways.DefaultIfEmpty(Gateway).Select(gateway => gateway.Address)];
        return new Crowd(Countries.All[_crowds++], ways);
    }

    /// <summary>
    /// Every page view of the crowd was answered; every hit of the gateways has arrived, none was dropped, and none is unaccounted for; and the
    /// counter says of the crowd what it was answered.
    /// </summary>
    public async Task BecomesWholeAsync(Crowd crowd, params IEnumerable<IGateway> gateways)
    {
        Assert.Empty(crowd.Answers.Unanswered);
        foreach (var gateway in gateways.DefaultIfEmpty(Gateway))
        {
            await DeliversAllAsync(gateway);
            Assert.Equal(0, (await DeliveryAsync(gateway)).Dropped);
        }

        await TellsAsync(crowd);
    }

    /// <summary>The counter says of the crowd what it was answered.</summary>
    public async Task TellsAsync(Crowd crowd)
    {
        var told = "nothing";
        await Eventually.TrueAsync(
            async () =>
            {
                try
                {
                    var figures = await FiguresOfAsync(crowd.Country);
                    told = figures.ToString();
                    return figures.Tells(crowd.Answers.Figures);
                }
                catch (RpcException exception)
                {
                    told = exception.Status.ToString();
                    return false;
                }
            },
            () => $"{crowd.Country} was answered {crowd.Answers.Figures}, and the counter tells {told}.\n{Logs()}",
            Patience);
    }

    /// <summary>Returns when a gateway owes the counter nothing, and its account balances.</summary>
    public async Task DeliversAllAsync(IGateway gateway)
    {
        Delivery? last = null;
        await Eventually.TrueAsync(
            async () => (last = await DeliveryAsync(gateway)) is { IsOpen: true, Pending: 0, Owed: 0 },
            () => $"The gateway still owes the counter: {last}\n{Logs()}",
            Patience);
        Assert.Equal(0, last!.Unaccounted);
        Assert.Empty(_auditor.Faults);
    }

    public async Task<Delivery> DeliveryAsync(IGateway gateway) =>
        Delivery.Read((await JsonAsync(new Uri(gateway.Management, "/delivery")))!);

    /// <summary>Of the last half hour and this minute, so that no edge of a window is near.</summary>
    /// <param name="ago">How long ago that is.</param>
    public async Task<Figures> FiguresOfAsync(string country, TimeSpan ago = default)
    {
        var window = await WindowAsync(ago);
        var told = window.Countries.SingleOrDefault(figures => figures.CountryCode == country);
        return told is null ? Load.Figures.None : new Figures(
            (long)told.Visitors,
            (long)told.ServedPageViews,
            told.RefusedPageViews.Sum(refused => (long)refused.Count),
            (long)told.TurnedAway);
    }

    /// <summary>Refused page views of one cause, in the window of <see cref="FiguresOfAsync"/>.</summary>
    public async Task<long> RefusedAsync(string country, RefusalCause cause)
    {
        var window = await WindowAsync();
        return window.Countries.Where(figures => figures.CountryCode == country)
            .SelectMany(figures => figures.RefusedPageViews)
            .Sum(refused => refused.Cause == cause ? (long)refused.Count : 0);
    }

    /// <summary>Served page views that a cache answered, and of these the stale ones, in the window of <see cref="FiguresOfAsync"/>.</summary>
    public async Task<(long All, long Stale)> FromCacheAsync(string country)
    {
        var served = (await WindowAsync()).Countries.Single(figures => figures.CountryCode == country).ServedBySource;
        var stale = served.Where(count => count.Source == AnswerSource.StaleCache).Sum(count => (long)count.Count);
        return (stale + served.Where(count => count.Source == AnswerSource.Cache).Sum(count => (long)count.Count), stale);
    }

    public async Task<GetWindowResponse> WindowAsync(TimeSpan ago = default)
    {
        var minute = TimeSpan.FromMinutes(1).Ticks;
        var end = new DateTimeOffset(((TimeProvider.System.GetUtcNow() - ago).Ticks / minute * minute) + minute, TimeSpan.Zero);
        return await Figures.GetWindowAsync(
            new GetWindowRequest { End = end.ToTimestamp(), Length = TimeSpan.FromMinutes(30).ToDuration() },
            ServiceClients.Within(Patience, CancellationToken.None));
    }

    /// <summary>The live snapshot; null before the first was composed.</summary>
    public async Task<JsonNode?> SnapshotAsync()
    {
        using var response = await _client.GetAsync(new Uri(Report!.Address, "/api/v1/snapshots/current"));
        return response.StatusCode == HttpStatusCode.ServiceUnavailable
            ? null
            : JsonNode.Parse(await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync());
    }

    public async Task<JsonNode?> JsonAsync(Uri address) => JsonNode.Parse(await _client.GetStringAsync(address));

    /// <summary>A file or folder that is deleted with the system.</summary>
    public string File(string name) => _folder.File(name);

    /// <summary>What all services wrote last.</summary>
    public string Logs() => string.Join(
        "\n",
        Services.Select(service => $"--- {service.Name} {service.Address.Port}\n{service.Log}"));

    public async ValueTask DisposeAsync()
    {
        await _auditor.DisposeAsync();
        foreach (var service in Services)
        {
            await service.DisposeAsync();
        }

        foreach (var link in _links)
        {
            await link.DisposeAsync();
        }

        await Redis.StopAsync();
        StoreDisk?.Dispose();
        await Redis.DisposeAsync();
        _channel.Dispose();
        _client.Dispose();
        _folder.Dispose();
    }

    private IEnumerable<ServiceProcess> Services => [Site, Geo, Counter, .. _gateways, .. Report is { } report ? [report] : (ServiceProcess[])[]];

    private static string Loopback(int port) => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");

    private static string Http(TcpProxy link) => $"http://{Loopback(link.Port)}";

    private TcpProxy Link(int port)
    {
        var link = new TcpProxy(port);
        _links.Add(link);
        return link;
    }

    private ServiceProcess Service(ServiceEndpoint service, params IEnumerable<(string Key, string Value)> settings) => new(service, _folder.Path, settings);
}
