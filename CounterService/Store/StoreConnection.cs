using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Affluence.Counter.Store;

/// <summary>
/// The one multiplexed connection to the store, and what was found out about the store behind it. It is opened on first use and never
/// given up: while the store is away each call fails at once, and the first after its return succeeds.
/// </summary>
internal sealed partial class StoreConnection(
    ConfigurationOptions configuration, IOptions<CounterOptions> options, ILogger<StoreConnection> logger) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private Task<ConnectionMultiplexer>? _opening;
    private volatile StoreTraits? _traits;

    private TimeSpan Timeout => options.Value.StoreTimeout;

    /// <exception cref="StoreException">The store can't be reached.</exception>
    public async ValueTask<Pipeline> OpenPipelineAsync(CancellationToken cancellationToken)
    {
        var multiplexer = await ConnectAsync(cancellationToken);
        return new Pipeline(multiplexer.GetDatabase(), configuration.EndPoints.FirstOrDefault(), Timeout);
    }

    /// <summary>What is known about the store, found out anew after each connect.</summary>
    /// <exception cref="StoreException">The store can't be reached.</exception>
    public async ValueTask<StoreTraits> GetTraitsAsync(CancellationToken cancellationToken) =>
        _traits ?? await InspectAsync(cancellationToken);

    /// <summary>Finds out about the store again: a restart or failover changes the run ids of its servers.</summary>
    /// <exception cref="StoreException">The store can't be reached.</exception>
    public async Task<StoreTraits> InspectAsync(CancellationToken cancellationToken)
    {
        var countsUnions = _traits?.CountsUnions ?? await ProbeUnionsAsync(cancellationToken);
        var runIds = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var info in await ReadInfoAsync("server", cancellationToken))
        {
            runIds.Add(info.GetValueOrDefault("run_id", string.Empty));
        }

        var traits = new StoreTraits(countsUnions, string.Join(',', runIds));
        if (_traits is null)
        {
            Log.Connected(logger, countsUnions ? "counts unions in place" : "merges unions before it counts them");
        }

        _traits = traits;
        return traits;
    }

    /// <summary>One section of INFO of each primary.</summary>
    /// <exception cref="StoreException">A store can't be reached.</exception>
    public async Task<IReadOnlyList<IReadOnlyDictionary<string, string>>> ReadInfoAsync(string section, CancellationToken cancellationToken)
    {
        var sections = new List<IReadOnlyDictionary<string, string>>();
        foreach (var server in await GetPrimariesAsync(cancellationToken))
        {
            var groups = await server.InfoAsync(section).BeforeDeadline(Timeout, cancellationToken);
            sections.Add(groups.SelectMany(group => group)
                .DistinctBy(field => field.Key)
                .ToDictionary(field => field.Key, field => field.Value, StringComparer.Ordinal));
        }

        return sections;
    }

    /// <exception cref="StoreException">No primary can be reached.</exception>
    public async Task<IReadOnlyList<IServer>> GetPrimariesAsync(CancellationToken cancellationToken)
    {
        var multiplexer = await ConnectAsync(cancellationToken);
        IServer[] primaries = [.. multiplexer.GetServers().Where(server => server is { IsConnected: true, IsReplica: false })];
        return primaries.Length > 0 ? primaries : throw new StoreException(StoreFault.Unavailable, "the store can't be reached");
    }

    /// <summary>Names the memory of the store: a key that a flush takes away, and the servers that hold it.</summary>
    public static string ComposeStoreId(RedisValue memory, StoreTraits traits) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{memory}|{traits.RunIds}")).AsSpan(0, 8));

    public async ValueTask DisposeAsync()
    {
        if (_opening is { IsCompletedSuccessfully: true } opening)
        {
            await (await opening).DisposeAsync();
        }
    }

    private async ValueTask<ConnectionMultiplexer> ConnectAsync(CancellationToken cancellationToken)
    {
        Task<ConnectionMultiplexer> opening;
        lock (_gate)
        {
            // A first attempt that failed outright (a host name that does not resolve) is made again.
            _opening = _opening is null or { IsFaulted: true } ? OpenAsync() : _opening;
            opening = _opening;
        }

        return opening.IsCompletedSuccessfully ? await opening : await opening.BeforeDeadline(Timeout, cancellationToken);
    }

    private async Task<ConnectionMultiplexer> OpenAsync()
    {
        var multiplexer = await ConnectionMultiplexer.ConnectAsync(configuration);
        multiplexer.ConnectionFailed += (_, _) => _traits = null;
        multiplexer.ConnectionRestored += (_, _) => _traits = null;
        multiplexer.ConfigurationChanged += (_, _) => _traits = null;
        return multiplexer;
    }

    /// <summary>
    /// Whether PFCOUNT counts the union of several keys. By the store's behaviour and not by its name: Garnet 2.2.8 answers WRONGTYPE
    /// when a later sketch takes more bytes than the first, and may learn it.
    /// </summary>
    private async Task<bool> ProbeUnionsAsync(CancellationToken cancellationToken)
    {
        var pipeline = await OpenPipelineAsync(cancellationToken);
        RedisValue[] large = [.. Enumerable.Range(0, 500).Select(number => (RedisValue)number)];
        foreach (var (probe, elements) in StoreKeys.Probes.Zip([[-1], large]))
        {
            _ = pipeline.Add(store => store.HyperLogLogAddAsync(probe, elements));
            _ = pipeline.Add(store => store.KeyExpireAsync(probe, TimeSpan.FromMinutes(1)));
        }

        await pipeline.ExecuteAsync(cancellationToken);
        try
        {
            var count = await OpenPipelineAsync(cancellationToken);
            var union = count.Add(store => store.HyperLogLogLengthAsync(StoreKeys.Probes));
            await count.ExecuteAsync(cancellationToken);
            return await union > large.Length / 2;
        }
        catch (StoreException exception) when (exception.InnerException is RedisServerException { Kind: RedisErrorKind.WrongType })
        {
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Connected to the store, which {UnionCounting}.")]
        public static partial void Connected(ILogger logger, string unionCounting);
    }
}
