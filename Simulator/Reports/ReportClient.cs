using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Affluence.Simulator.Reports;

/// <summary>Asks the report for its newest snapshot, and whether countries waited alike.</summary>
internal sealed class ReportClient : IDisposable
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(10) };
    private readonly Uri _report;
    private readonly TimeProvider _timeProvider;

    /// <param name="token">Null where the report asks for none.</param>
    public ReportClient(Uri report, CallerToken? token, TimeProvider timeProvider)
    {
        (_report, _timeProvider) = (report, timeProvider);
        token?.AddTo(_client);
    }

    /// <summary>Tells early that the report does not let this caller in, or is none.</summary>
    /// <exception cref="UnusableArgumentException">So it is.</exception>
    public async Task RequireAccessAsync(CancellationToken cancellationToken)
    {
        try
        {
            await GetCurrentAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new UnusableArgumentException($"--report: {_report} did not answer: {exception.Message.TrimEnd('.')}.", exception);
        }
    }

    /// <summary>Null when the report has no snapshot yet, or none that can be read.</summary>
    /// <exception cref="HttpRequestException">The report can't be reached.</exception>
    /// <exception cref="UnusableArgumentException">The report does not let this caller in.</exception>
    public Task<ReportSnapshot?> GetCurrentAsync(CancellationToken cancellationToken) =>
        GetAsync<ReportSnapshot>("/api/v1/snapshots/current", cancellationToken);

    /// <summary>Waits for a snapshot whose window ends at a time or later; null if none came within the limit.</summary>
    public Task<ReportSnapshot?> WaitUntilAsync(DateTimeOffset end, TimeSpan limit, CancellationToken cancellationToken) =>
        WaitAsync(GetCurrentAsync, snapshot => snapshot.At >= end, limit, cancellationToken);

    /// <summary>Waits until the report knows what became of those who came from one instant to another up to a third; null if it did not within the limit.</summary>
    public Task<ReportFairness?> WaitForFairnessAsync(
        DateTimeOffset from, DateTimeOffset to, DateTimeOffset asOf, TimeSpan limit, CancellationToken cancellationToken)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"/api/v1/fairness?from={from.UtcDateTime:s}Z&to={to.UtcDateTime:s}Z");
        return WaitAsync(cancelled => GetAsync<ReportFairness>(path, cancelled), fairness => fairness.AsOf >= asOf, limit, cancellationToken);
    }

    /// <summary>What to do about an answer, as a sentence of its own with a space before it; empty where that is not known.</summary>
    public static string HintAt(HttpResponseMessage response) =>
        response.StatusCode == HttpStatusCode.Unauthorized ? " Give --token-file a token of its Credentials:Reader." : string.Empty;

    public void Dispose() => _client.Dispose();

    private async Task<T?> GetAsync<T>(string path, CancellationToken cancellationToken)
        where T : class
    {
        using var response = await _client.GetAsync(new Uri(_report, path), cancellationToken);
        if (response.StatusCode == HttpStatusCode.Unauthorized)
        {
            throw new UnusableArgumentException($"--report: {_report} answered 401.{HintAt(response)}");
        }

        if (response.StatusCode != HttpStatusCode.OK)
        {
            return null;
        }

        try
        {
            return await response.Content.ReadFromJsonAsync<T>(JsonSerializerOptions.Web, cancellationToken);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Reads once a second until what is read will do; null if none did within the limit.</summary>
    private async Task<T?> WaitAsync<T>(Func<CancellationToken, Task<T?>> read, Func<T, bool> willDo, TimeSpan limit, CancellationToken cancellationToken)
        where T : class
    {
        using var timer = new PeriodicTimer(PollInterval, _timeProvider);
        var start = _timeProvider.GetTimestamp();
        do
        {
            try
            {
                if (await read(cancellationToken) is { } answer && willDo(answer))
                {
                    return answer;
                }
            }
            catch (Exception exception) when (exception is HttpRequestException
                || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                // It may be restarting; the limit decides.
            }
        }
        while (_timeProvider.GetElapsedTime(start) < limit && await timer.WaitForNextTickAsync(cancellationToken));

        return null;
    }
}
