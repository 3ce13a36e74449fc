using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Affluence.Simulator.Reports;
using NodaTime;

namespace Affluence.Simulator.Certification;

/// <summary>Reads what a report has on record, by its HTTP API.</summary>
internal sealed class StoredSnapshots : IDisposable
{
    /// <summary>A snapshot has some 5 KB.</summary>
    private const int MinutesOfOneRequest = 500;

    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(60) };
    private readonly Uri _report;

    /// <param name="token">Null where the report asks for none.</param>
    public StoredSnapshots(Uri report, CallerToken? token)
    {
        _report = report;
        token?.AddTo(_client);
    }

    /// <summary>The zone of the site's clocks.</summary>
    /// <exception cref="UnusableArgumentException">This is no report that can be asked.</exception>
    public async Task<DateTimeZone> ReadZoneAsync(CancellationToken cancellationToken)
    {
        var site = await GetAsync<Site>("/api/v1/site", cancellationToken);
        return DateTimeZoneProviders.Tzdb.GetZoneOrNull(site.TimeZone ?? string.Empty)
            ?? throw new UnusableArgumentException($"--report: {_report} tells the site's zone as '{site.TimeZone}', which is not known here.");
    }

    /// <summary>By the end of their window; minutes that are not on record are not in it.</summary>
    /// <param name="from">The first minute.</param>
    /// <param name="to">The last, included.</param>
    /// <exception cref="UnusableArgumentException">This is no report that can be asked.</exception>
    public async Task<IReadOnlyDictionary<DateTimeOffset, StoredSnapshot>> ReadAsync(
        DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var snapshots = new Dictionary<DateTimeOffset, StoredSnapshot>();
        var end = to.AddMinutes(1);
        for (var part = from; part < end; part = part.AddMinutes(MinutesOfOneRequest))
        {
            var partEnd = part.AddMinutes(MinutesOfOneRequest) < end ? part.AddMinutes(MinutesOfOneRequest) : end;
            var list = await GetAsync<SnapshotList>($"/api/v1/snapshots?from={Query(part)}&to={Query(partEnd)}", cancellationToken);
            foreach (var snapshot in list.Snapshots ?? [])
            {
                snapshots[snapshot.At.ToUniversalTime()] = snapshot;
            }
        }

        return snapshots;
    }

    public void Dispose() => _client.Dispose();

    private async Task<T> GetAsync<T>(string path, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            using var response = await _client.GetAsync(new Uri(_report, path), cancellationToken);
            return response.StatusCode == HttpStatusCode.OK
                ? await response.Content.ReadFromJsonAsync<T>(JsonSerializerOptions.Web, cancellationToken) ?? throw new JsonException("It is null.")
                : throw new UnusableArgumentException($"--report: {_report} answered {(int)response.StatusCode} to {path}.{ReportClient.HintAt(response)}");
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            throw new UnusableArgumentException($"--report: {_report} answered something to {path} that is no answer of a report.", exception);
        }
        catch (Exception exception) when (exception is HttpRequestException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new UnusableArgumentException($"--report: {_report} did not answer to {path}: {exception.Message.TrimEnd('.')}.", exception);
        }
    }

    private static string Query(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private sealed record Site(string? TimeZone);

    private sealed record SnapshotList(IReadOnlyList<StoredSnapshot>? Snapshots);
}
