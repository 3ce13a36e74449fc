using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Affluence.AppHost.Dashboard;

/// <summary>
/// Says in the console which service ended with a failure, and the line by which it did: the dashboard has a state and a log for each, and whoever
/// looks at the console alone would wait for a system that is not coming.
/// </summary>
internal sealed partial class EndedServices(
    ResourceNotificationService notifications, ResourceLoggerService resourceLoggers, ILogger<EndedServices> logger) : BackgroundService
{
    private readonly Dictionary<string, DateTime?> _told = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var change in notifications.WatchAsync(stoppingToken))
        {
            var (state, exitCode, ended) = (change.Snapshot.State?.Text, change.Snapshot.ExitCode, change.Snapshot.StopTimeStamp);
            if (change.Resource is ProjectResource
                && KnownResourceStates.TerminalStates.Contains(state)
                && exitCode is not (null or 0)
                && (!_told.TryGetValue(change.ResourceId, out var told) || told != ended))
            {
                _told[change.ResourceId] = ended;
                Log.Ended(logger, change.Resource.GetReplicaCount() == 1 ? change.Resource.Name : change.ResourceId, exitCode.Value, await LastErrorAsync(change.ResourceId, stoppingToken) ?? "its log says why");
            }
        }
    }

    private async Task<string?> LastErrorAsync(string resourceId, CancellationToken cancellationToken)
    {
        string? last = null;
        await foreach (var lines in resourceLoggers.GetAllAsync(resourceId).WithCancellation(cancellationToken))
        {
            last = lines.LastOrDefault(line => line.IsErrorMessage).Content ?? last;
        }

        return last is null ? null : WithoutTime(last);
    }

    /// <summary>The orchestrator writes the time in front of each line.</summary>
    private static string WithoutTime(string line) =>
        line.IndexOf(' ', StringComparison.Ordinal) is > 0 and var space
            && DateTimeOffset.TryParse(line.AsSpan(0, space), CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            ? line[(space + 1)..]
            : line;

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "{Service} ended with exit code {ExitCode}: {Reason}")]
        public static partial void Ended(ILogger logger, string service, int exitCode, string reason);
    }
}
