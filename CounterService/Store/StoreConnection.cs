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
    private const int AnswerShare = 4;

    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ProbePatience = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private Task<ConnectionMultiplexer>? _opening;
    private Task _looking = Task.CompletedTask;
    private long _looked;
    private volatile Inspection? _inspection;
    private volatile string? _reason;
    private int _changes;

    private TimeSpan Timeout => options.Value.StoreTimeout;

    /// <exception cref="StoreException">The store can't be reached.</exception>
    public async ValueTask<Pipeline> OpenPipelineAsync(CancellationToken cancellationToken)
    {
        var multiplexer = await ConnectAsync(cancellationToken);
        return new Pipeline(multiplexer.GetDatabase(), configuration.EndPoints.FirstOrDefault(), Timeout);
    }

    /// <summary>What is known about the store, found out anew after each change of its servers or of the connections to them.</summary>
    /// <exception cref="StoreException">The store can't be reached.</exception>
    public async ValueTask<StoreTraits> GetTraitsAsync(CancellationToken cancellationToken) =>
        _inspection is { } inspection && inspection.Changes == Volatile.Read(ref _changes)
            ? inspection.Traits
            : await InspectAsync(cancellationToken);

    /// <summary>Finds out about the store again: a restart or failover changes the run ids of its servers.</summary>
    /// <exception cref="StoreException">The store can't be reached.</exception>
    public async Task<StoreTraits> InspectAsync(CancellationToken cancellationToken)
    {
        var changes = Volatile.Read(ref _changes);
        var known = _inspection?.Traits;
        var runIds = await ReadInfoAsync("server", cancellationToken);
        var traits = new StoreTraits(
            known?.CountsUnions ?? await ProbeUnionsAsync(cancellationToken),
            string.Join(',', runIds.Select(info => info.GetValueOrDefault("run_id", string.Empty)).Order(StringComparer.Ordinal)));
        if (known is null)
        {
            Log.Connected(logger, traits.CountsUnions ? "counts unions in place" : "merges unions before it counts them");
        }
        else if (known != traits)
        {
            var looking = LookForServers(await ConnectAsync(cancellationToken));
            await Task.WhenAny(looking, Task.Delay(Timeout / AnswerShare, TimeProvider.System, cancellationToken));
            Log.Changed(logger);
        }

        _inspection = new Inspection(traits, changes);
        return traits;
    }

    /// <summary>Finds out why the store can't be reached, which is what failures say from then on; null if it can be.</summary>
    public async Task<string?> DiagnoseAsync(CancellationToken cancellationToken)
    {
        try
        {
            var multiplexer = await ConnectAsync(cancellationToken);
            await multiplexer.GetDatabase().PingAsync().WaitAsync(Timeout, cancellationToken);
            _reason = null;
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException or StoreException)
        {
            _reason = await StoreDiagnosis.OfAsync(exception, configuration, ProbePatience, cancellationToken);
        }

        return _reason;
    }

    /// <summary>One section of INFO of each primary.</summary>
    /// <exception cref="StoreException">A store can't be reached.</exception>
    public async Task<IReadOnlyList<IReadOnlyDictionary<string, string>>> ReadInfoAsync(string section, CancellationToken cancellationToken) =>
        await Task.WhenAll((await GetPrimariesAsync(cancellationToken)).Select(server =>
            ServerInfo.ReadAsync(server, section, Timeout, cancellationToken)));

    /// <exception cref="StoreException">Not all of the primaries can be reached.</exception>
    public async Task<IReadOnlyList<IServer>> GetPrimariesAsync(CancellationToken cancellationToken)
    {
        var multiplexer = await ConnectAsync(cancellationToken);
        var primaries = await Primaries.FindAsync(multiplexer, Timeout / AnswerShare, cancellationToken);
        if (primaries.Fault is null)
        {
            _reason = null;
            return primaries.Servers;
        }

        // Not waited for: while the store is away each call fails at once.
        _ = LookForServers(multiplexer, primaries.Orphan);
        throw new StoreException(
            StoreFault.Unavailable, _reason is { } reason ? $"the store can't be reached: {reason}" : $"not all of the store can be reached: {primaries.Fault}");
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

    /// <summary>
    /// Has the multiplexer ask who is there and who has what. Left to itself it goes on sending to a server that froze and was replaced, and
    /// does not hear of a replica before it follows a redirection to it. A look ends only when every server has answered or is given up, so
    /// there is one at a time, and at most one a second.
    /// </summary>
    /// <param name="orphan">A slot whose owner is not known.</param>
    private Task LookForServers(ConnectionMultiplexer multiplexer, int? orphan = null)
    {
        lock (_gate)
        {
            if (_looking.IsCompleted && TimeProvider.System.GetElapsedTime(_looked) >= LookInterval)
            {
                _looking = Task.WhenAll(multiplexer.ConfigureAsync(), orphan is { } slot ? Task.Run(() => FollowAsync(multiplexer, slot)) : Task.CompletedTask);
                _looked = TimeProvider.System.GetTimestamp();
            }

            return _looking;
        }
    }

    /// <summary>
    /// Asks for a key of a slot: whoever answers redirects to the slot's owner. The multiplexer asks those it was configured with alone who
    /// is there, of whom there may be none any more, and leaves a replica alone that was out of date when it first heard of it.
    /// </summary>
    private static async Task FollowAsync(ConnectionMultiplexer multiplexer, int slot)
    {
        // Before it has seen a cluster with slots it knows none, and follows nobody.
        if (multiplexer.HashSlot(string.Empty) >= 0)
        {
            var key = Enumerable.Range(0, int.MaxValue).Select(number => (RedisKey)$"{number}").First(key => multiplexer.HashSlot(key) == slot);
            await multiplexer.GetDatabase().KeyExistsAsync(key);
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
        multiplexer.ConnectionFailed += (_, _) => Interlocked.Increment(ref _changes);
        multiplexer.ConnectionRestored += (_, _) => Interlocked.Increment(ref _changes);
        multiplexer.ConfigurationChanged += (_, _) => Interlocked.Increment(ref _changes);
        multiplexer.HashSlotMoved += (_, _) => Interlocked.Increment(ref _changes);
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
            var union = count.Add(store => store.HyperLogLogLengthAsync(StoreKeys.Probes, CommandFlags.DemandMaster));
            await count.ExecuteAsync(cancellationToken);
            return await union > large.Length / 2;
        }
        catch (StoreException exception) when (exception.InnerException is RedisServerException { Kind: RedisErrorKind.WrongType })
        {
            return false;
        }
    }

    /// <param name="Traits">What was found.</param>
    /// <param name="Changes">How many changes were known when it was looked for.</param>
    private sealed record Inspection(StoreTraits Traits, int Changes);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Connected to the store, which {UnionCounting}.")]
        public static partial void Connected(ILogger logger, string unionCounting);

        [LoggerMessage(LogLevel.Warning, "The servers of the store changed: one restarted, or another took over.")]
        public static partial void Changed(ILogger logger);
    }
}
