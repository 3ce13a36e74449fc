using System.Collections.Concurrent;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Affluence.ServiceDefaults;

/// <summary>
/// Logs each check when its status changes, and not again while it stays: the framework logs it at every probe, be that every second.
/// </summary>
internal sealed partial class HealthChanges(ILogger<HealthChanges> logger) : IHealthCheckPublisher
{
    /// <summary>How often the checks are made for this, and for gRPC's own health service.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, HealthStatus> _statuses = [];

    public Task PublishAsync(HealthReport report, CancellationToken cancellationToken)
    {
        foreach (var (name, entry) in report.Entries)
        {
            var before = _statuses.GetValueOrDefault(name, HealthStatus.Healthy);
            _statuses[name] = entry.Status;
            if (entry.Status == before)
            {
                continue;
            }

            if (entry.Status == HealthStatus.Healthy)
            {
                Log.Recovered(logger, name);
            }
            else
            {
                Log.Worsened(logger, name, entry.Status, entry.Description, entry.Exception);
            }
        }

        return Task.CompletedTask;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Health check {Check} is {Status}: {Description}")]
        public static partial void Worsened(ILogger logger, string check, HealthStatus status, string? description, Exception? exception);

        [LoggerMessage(LogLevel.Information, "Health check {Check} is Healthy again")]
        public static partial void Recovered(ILogger logger, string check);
    }
}
