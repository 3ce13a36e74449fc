using Affluence.Counter.V1;
using Affluence.ServiceDefaults;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Affluence.Gateway.Identity;

/// <summary>
/// Fetches the day's secret from the counter, well before it is needed: the counter hands out tomorrow's an hour ahead, and this asks
/// every minute. While there is none, hits wait. Each time it tells those it has, so that a store that lost its memory goes on with them,
/// and nobody is counted under two pseudonyms; and it asks at once when the store has, before a gateway that knows none can have others made.
/// </summary>
internal sealed partial class IdentityRefresher(
    IdentityService.IdentityServiceClient counter, IdentityRing ring, TimeProvider time, ILogger<IdentityRefresher> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan RetryPeriod = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2);

    /// <summary>Hits may wait for delivery past the end of their identity's day, but never this long.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    private readonly SemaphoreSlim _hasty = new(0, 1);

    /// <summary>Asks now and not within the minute.</summary>
    public void Hasten()
    {
        lock (_hasty)
        {
            if (_hasty.CurrentCount == 0)
            {
                _hasty.Release();
            }
        }
    }

    /// <summary>Those that hold an instant, which may be long past, and the next one if it begins soon. Of a day whose secret is gone there is none.</summary>
    /// <exception cref="RpcException">The counter does not answer, or can't.</exception>
    public async Task<IReadOnlyList<VisitorIdentity>> AskAsync(DateTimeOffset? at, CancellationToken cancellationToken)
    {
        var request = new GetIdentitiesRequest { At = at is { } instant ? Timestamp.FromDateTimeOffset(instant) : null };
        request.Known.AddRange(ring.All.Select(identity => new KnownIdentity { Epoch = identity.Epoch, Secret = ByteString.CopyFrom(identity.Secret) }));
        var response = await counter.GetIdentitiesAsync(request, ServiceClients.Within(Deadline, cancellationToken));
        return
        [
            .. response.Identities.Where(identity => !identity.Secret.IsEmpty).Select(identity => new VisitorIdentity(
                identity.Epoch, identity.Secret.ToByteArray(), identity.ValidFrom.ToDateTimeOffset(), identity.ValidUntil.ToDateTimeOffset())),
        ];
    }

    public override void Dispose()
    {
        _hasty.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var failing = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                ring.Update(await AskAsync(at: null, stoppingToken), time.GetUtcNow() - Memory);
                if (failing)
                {
                    Log.Recovered(logger);
                }

                failing = false;
            }
            catch (RpcException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (RpcException exception)
            {
                if (!failing)
                {
                    Log.FetchFailed(logger, exception.StatusCode, exception.Status.Detail);
                }

                failing = true;
            }
            catch (Exception exception)
            {
                // An answer that makes no sense must not stop the host, for then it would fail pages.
                Log.FetchFaulted(logger, exception);
                failing = true;
            }

            // Also while nobody hands out others.
            ring.Update([], time.GetUtcNow() - Memory);
            await WaitAsync(failing ? RetryPeriod : Period, stoppingToken);
        }
    }

    private async Task WaitAsync(TimeSpan longest, CancellationToken stoppingToken)
    {
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var hasty = _hasty.WaitAsync(wait.Token);
        await Task.WhenAny(hasty, Task.Delay(longest, time, wait.Token));
        await wait.CancelAsync();
        await hasty.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The counter did not hand out the visitor identities ({StatusCode}: {Detail}); hits wait")]
        public static partial void FetchFailed(ILogger logger, StatusCode statusCode, string detail);

        [LoggerMessage(LogLevel.Error, "What the counter handed out makes no identities")]
        public static partial void FetchFaulted(ILogger logger, Exception exception);

        [LoggerMessage(LogLevel.Information, "The counter hands out the visitor identities again")]
        public static partial void Recovered(ILogger logger);
    }
}
