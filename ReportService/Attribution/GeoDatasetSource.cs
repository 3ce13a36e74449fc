using Affluence.Geo.V1;
using Affluence.ServiceDefaults;
using Grpc.Core;

namespace Affluence.Report.Attribution;

/// <summary>
/// Asks GeoService for its dataset, and remembers the answer for a while, since it changes once a month. While GeoService is away the last
/// answer stands: figures made by a dataset are still shown, and its licence asks that it be named. No more than one asker in 10 s waits for it.
/// </summary>
internal sealed class GeoDatasetSource(GeolocationService.GeolocationServiceClient client, TimeProvider timeProvider)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AnswerHolds = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan FailureHolds = TimeSpan.FromSeconds(10);

    private volatile Answer? _last;
    private volatile Failure? _failure;

    /// <summary>The dataset, or why it can't be told.</summary>
    public async Task<(GeoDataset? Dataset, string? Reason)> FindAsync(CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        if (_last is { } last && now - last.At < AnswerHolds)
        {
            return (last.Dataset, null);
        }

        if (_failure is { } failure && now - failure.At < FailureHolds)
        {
            return Without(failure);
        }

        try
        {
            var response = await client.GetDatasetAsync(new GetDatasetRequest(), ServiceClients.Within(Deadline, cancellationToken))
                .OrCancelledAsync(cancellationToken);
            var dataset = new GeoDataset(
                response.DatabaseType,
                response.BuildTime?.ToDateTimeOffset(),
                NullIfEmpty(response.License),
                NullIfEmpty(response.Attribution),
                NullIfEmpty(response.AttributionUrl),
                response.Sha256);
            _last = new Answer(dataset, now);
            return (dataset, null);
        }
        catch (RpcException exception) when (exception.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded)
        {
            _failure = new Failure($"GeoService gave no answer ({exception.StatusCode}).", now);
            return Without(_failure);
        }
    }

    private (GeoDataset? Dataset, string? Reason) Without(Failure failure) => _last is { } last ? (last.Dataset, null) : (null, failure.Reason);

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

    private sealed record Answer(GeoDataset Dataset, DateTimeOffset At);

    private sealed record Failure(string Reason, DateTimeOffset At);
}
