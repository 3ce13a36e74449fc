using Affluence.ServiceDefaults;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Options;
using Wire = Affluence.Cache.V1;

namespace Affluence.Gateway.Cache.Purging;

/// <summary>
/// Brings purges to all gateways: tells the counter those of this one, and asks it every second for those of others. A gateway that was away, or
/// could not reach the counter, does both when it can.
/// </summary>
internal sealed partial class PurgeSync(
    Wire.PurgeService.PurgeServiceClient counter,
    PurgeLedger ledger,
    PurgeExecutor executor,
    CacheClock clock,
    IOptions<CacheOptions> options,
    TimeProvider time,
    ILogger<PurgeSync> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2);

    /// <summary>As the contract has it.</summary>
    private const int MostAtOnce = 1_000;

    private string _knownStoreId = string.Empty;
    private string _knownVersion = string.Empty;

    /// <summary>Why the counter could not be asked the last time, in one sentence; null if it could.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Purges here at once, and tells the counter.</summary>
    /// <returns>How many answers were purged here, and why other gateways do not learn of it yet; null if they do, within two seconds.</returns>
    public async Task<(int Entries, string? Trouble)> DecreeAsync(PurgePattern pattern, CancellationToken cancellationToken)
    {
        var entries = executor.Execute(ledger.Decree(pattern, clock.Date));
        try
        {
            await TellAsync(cancellationToken);
            return (entries, null);
        }
        catch (RpcException exception) when (!cancellationToken.IsCancellationRequested)
        {
            return (entries, Describe(exception));
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.Enabled)
        {
            return;
        }

        using var timer = new PeriodicTimer(Period, time);
        do
        {
            try
            {
                await SyncAsync(stoppingToken);
                if (Trouble is not null)
                {
                    Log.Recovered(logger);
                }

                Trouble = null;
            }
            catch (RpcException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (RpcException exception)
            {
                if (Trouble is null)
                {
                    Log.Failed(logger, exception.StatusCode, exception.Status.Detail);
                }

                Trouble = Describe(exception);
            }
            catch (Exception exception)
            {
                // An answer that makes no sense must not stop the host, for then it would fail pages.
                Log.Faulted(logger, exception);
                Trouble = "What the counter answered makes no purges.";
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task SyncAsync(CancellationToken cancellationToken)
    {
        var response = await counter.ListPurgesAsync(
            new Wire.ListPurgesRequest { KnownStoreId = _knownStoreId, KnownVersion = _knownVersion }, ServiceClients.Within(Deadline, cancellationToken));
        if (!response.Unchanged)
        {
            executor.Execute(ledger.Learn(response.StoreId, [.. response.Purges.Select(PurgeOf)]));
        }

        (_knownStoreId, _knownVersion) = (response.StoreId, response.Version);
        await TellAsync(cancellationToken);
    }

    private async Task TellAsync(CancellationToken cancellationToken)
    {
        foreach (var purges in ledger.Untold.Chunk(MostAtOnce))
        {
            var request = new Wire.AddPurgesRequest();
            request.Purges.AddRange(purges.Select(MessageOf));
            await counter.AddPurgesAsync(request, ServiceClients.Within(Deadline, cancellationToken));
            ledger.Told(purges);
        }
    }

    private static Purge PurgeOf(Wire.Purge purge) => new(
        purge.Scope switch
        {
            Wire.PurgeScope.Path => new PurgePattern(PurgeScope.Path, purge.Path),
            Wire.PurgeScope.Prefix => new PurgePattern(PurgeScope.Prefix, purge.Path),
            Wire.PurgeScope.All => PurgePattern.All,
            _ => throw new InvalidDataException($"{(int)purge.Scope} is no scope of a purge."),
        },
        purge.At.ToDateTimeOffset());

    private static Wire.Purge MessageOf(Purge purge) => new()
    {
        Scope = purge.Pattern.Scope switch
        {
            PurgeScope.Path => Wire.PurgeScope.Path,
            PurgeScope.Prefix => Wire.PurgeScope.Prefix,
            _ => Wire.PurgeScope.All,
        },
        Path = purge.Pattern.Path,
        At = Timestamp.FromDateTimeOffset(purge.At),
    };

    private static string Describe(RpcException exception) => $"The counter could not be reached or refused ({exception.StatusCode}: {exception.Status.Detail}).";

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The counter did not say what to purge from the cache ({StatusCode}: {Detail}); purges at other gateways are learned of later")]
        public static partial void Failed(ILogger logger, StatusCode statusCode, string detail);

        [LoggerMessage(LogLevel.Error, "What the counter answered makes no purges")]
        public static partial void Faulted(ILogger logger, Exception exception);

        [LoggerMessage(LogLevel.Information, "The counter says again what to purge from the cache")]
        public static partial void Recovered(ILogger logger);
    }
}
