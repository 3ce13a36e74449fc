using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Affluence.Simulator.Reports;

/// <summary>Asks the report for its newest snapshot.</summary>
internal sealed class ReportClient(Uri report, TimeProvider timeProvider) : IDisposable
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(10) };

    /// <summary>Null when the report has no snapshot yet, or none that can be read.</summary>
    /// <exception cref="HttpRequestException">The report can't be reached.</exception>
    public async Task<ReportSnapshot?> GetCurrentAsync(CancellationToken cancellationToken)
    {
        using var response = await _client.GetAsync(new Uri(report, "/api/v1/snapshots/current"), cancellationToken);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            return null;
        }

        try
        {
            return await response.Content.ReadFromJsonAsync<ReportSnapshot>(JsonSerializerOptions.Web, cancellationToken);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Waits for a snapshot whose window ends at a time or later; null if none came within the limit.</summary>
    public async Task<ReportSnapshot?> WaitUntilAsync(DateTimeOffset end, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(PollInterval, timeProvider);
        var start = timeProvider.GetTimestamp();
        do
        {
            try
            {
                if (await GetCurrentAsync(cancellationToken) is { } snapshot && snapshot.At >= end)
                {
                    return snapshot;
                }
            }
            catch (Exception exception) when (exception is HttpRequestException
                || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                // It may be restarting; the limit decides.
            }
        }
        while (timeProvider.GetElapsedTime(start) < limit && await timer.WaitForNextTickAsync(cancellationToken));

        return null;
    }

    public void Dispose() => _client.Dispose();
}
