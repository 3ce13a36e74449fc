using Microsoft.Extensions.Diagnostics.HealthChecks;
using StackExchange.Redis;

namespace Affluence.Store;

/// <summary>Asks the store as its users do, over its port.</summary>
internal sealed class StoreHealthCheck(StoreHost host) : IHealthCheck, IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private ConnectionMultiplexer? _connection;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (host.ConnectionString is not { } connectionString)
        {
            return HealthCheckResult.Unhealthy("The store is not running.");
        }

        try
        {
            var connection = await ConnectAsync(connectionString, cancellationToken);
            await connection.GetDatabase().PingAsync().WaitAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            return HealthCheckResult.Unhealthy(exception.Message);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _gate.Dispose();
        if (_connection is { } connection)
        {
            await connection.DisposeAsync();
        }
    }

    private async Task<ConnectionMultiplexer> ConnectAsync(string connectionString, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            return _connection ??= await ConnectionMultiplexer.ConnectAsync(connectionString);
        }
        finally
        {
            _gate.Release();
        }
    }
}
