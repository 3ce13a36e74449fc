using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Affluence.ServiceDefaults;

/// <summary>
/// <c>/health/reasons</c>: in the first line what <c>/health</c> says, in each further line a check that is not healthy and why, or one that has
/// something to mention although it is. A reason can name an address inside, so it is on the management port alone.
/// </summary>
internal static class HealthReasons
{
    public static HealthCheckOptions Options { get; } = new() { ResponseWriter = WriteAsync };

    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        var reasons = from entry in report.Entries
                      where entry.Value.Status != HealthStatus.Healthy || entry.Value.Description is not null
                      select $"{entry.Key}: {LogText.Escape(entry.Value.Description ?? entry.Value.Exception?.Message ?? "no reason given")}";
        return context.Response.WriteAsync(string.Join('\n', reasons.Prepend(report.Status.ToString())), context.RequestAborted);
    }
}
