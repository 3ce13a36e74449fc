using Affluence.AppHost.Services;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Affluence.AppHost.Dashboard;

/// <summary>
/// A service's own word on its health, with its reasons: Aspire's check knows the HTTP status alone, by which Degraded is Healthy. Each
/// replica is asked. What a service says that is not well is in the console once, and in the resource's log.
/// </summary>
internal sealed partial class ServiceHealthCheck(
    ProjectResource service,
    Replicas replicas,
    IHttpClientFactory clients,
    ResourceLoggerService resourceLoggers,
    ILogger<ServiceHealthCheck> logger) : IHealthCheck
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, HealthCheckResult> _told = [];

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var all = replicas.Of(service);
        if (all.Count == 0)
        {
            return HealthCheckResult.Unhealthy("It is not running.");
        }

        var results = await Task.WhenAll(all.Select(replica => AskAsync(replica.Management, cancellationToken)));
        foreach (var (replica, result) in all.Zip(results))
        {
            LogChange(all.Count == 1 ? service.Name : replica.Name, result);
        }

        return results is [var only]
            ? only
            : new HealthCheckResult(
                results.Min(result => result.Status),
                string.Join("; ", all.Zip(results, (replica, result) => $"{replica.Name}: {Text(result)}")));
    }

    private async Task<HealthCheckResult> AskAsync(Uri management, CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient();
        client.Timeout = Timeout;
        try
        {
            using var response = await client.GetAsync(new Uri(management, "/health/reasons"), cancellationToken);
            var lines = (await response.Content.ReadAsStringAsync(cancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            return lines is [var word, .. var reasons] && Enum.TryParse<HealthStatus>(word, out var status)
                ? new HealthCheckResult(status, reasons is [] ? null : string.Join("; ", reasons))
                : HealthCheckResult.Unhealthy($"It answers {(int)response.StatusCode}.");
        }
        catch (HttpRequestException exception)
        {
            return HealthCheckResult.Unhealthy($"It does not answer: {exception.Message}");
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Unhealthy($"It did not answer within {Timeout.TotalSeconds:0} s.");
        }
    }

    /// <summary>Not that it does not answer: that is so while it starts, and the resource's state says when it ended.</summary>
    private void LogChange(string name, HealthCheckResult result)
    {
        var isTold = _told.TryGetValue(name, out var told);
        if (result.Status == HealthStatus.Healthy ? isTold && told.Status != HealthStatus.Healthy : result.Description is { } reason
            && !reason.StartsWith("It ", StringComparison.Ordinal) && (told.Status, told.Description) != (result.Status, reason))
        {
            Log.Changed(logger, name, Text(result));
            Log.Changed(resourceLoggers.GetLogger(service), name, Text(result));
            _told[name] = result;
        }
    }

    private static string Text(HealthCheckResult result) => result.Description is { } reason ? $"{result.Status} ({reason})" : $"{result.Status}";

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "{Service} is {Health}.")]
        public static partial void Changed(ILogger logger, string service, string health);
    }
}
