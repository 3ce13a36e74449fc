using Affluence.Counter.V1;
using Affluence.ServiceDefaults;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace Affluence.Report.Counter;

/// <summary>Asks CounterService for windows, and turns its messages and status codes into the report's own words.</summary>
internal sealed class VisitorCounter(VisitorCounterService.VisitorCounterServiceClient client, IOptions<ReportOptions> options)
{
    /// <param name="end">End of the window, on a 10 s boundary; null is the counter's newest whole bucket.</param>
    public async Task<WindowReading> ReadAsync(DateTimeOffset? end, TimeSpan length, CancellationToken cancellationToken)
    {
        var request = new GetWindowRequest { End = end?.ToTimestamp(), Length = length.ToDuration() };
        try
        {
            var response = await client.GetWindowAsync(request, ServiceClients.Within(options.Value.CounterDeadline, cancellationToken));
            return new WindowReading.Counted(Translate(response));
        }
        catch (RpcException exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException("The window is no longer wanted.", exception, cancellationToken);
        }
        catch (RpcException exception) when (exception.StatusCode == StatusCode.FailedPrecondition)
        {
            return new WindowReading.Lost("The counter no longer holds everything of this window, so its figures can't be told any more.");
        }
        catch (RpcException exception)
            when (exception.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.ResourceExhausted)
        {
            return new WindowReading.Unreachable($"The counter gave no answer ({exception.StatusCode}).");
        }
    }

    private static CounterWindow Translate(GetWindowResponse response) => new(
        response.End.ToDateTimeOffset(),
        response.Length.ToTimeSpan(),
        checked((long)response.Visitors),
        response.StandardError,
        checked((long)response.TurnedAway),
        response.TurnedAwayStandardError,
        [.. response.Countries.Select(Translate)],
        [.. response.Writers.Select(writer => new WriterStatus(writer.WriterId, writer.NewestBucket.ToDateTimeOffset() + Bucket.Length))])
    {
        DroppedHits = checked((long)response.DroppedHits),
    };

    private static CountryFigures Translate(Affluence.Counter.V1.CountryFigures figures) => new(
        CountryCode.TryParse(figures.CountryCode, out var country) ? country : CountryCode.Unknown,
        checked((long)figures.Visitors),
        checked((long)figures.RefusedVisitors),
        checked((long)figures.TurnedAway),
        checked((long)figures.PageViews),
        checked((long)figures.ServedPageViews),
        figures.RefusedPageViews
            .Where(refused => refused.Count > 0)
            .ToDictionary(refused => Name(refused.Cause), refused => checked((long)refused.Count)),
        figures.RefusedVisitorsByCause
            .Where(refused => refused.RefusedVisitors > 0)
            .ToDictionary(
                refused => Name(refused.Cause),
                refused => new CauseVisitors(checked((long)refused.RefusedVisitors), checked((long)refused.TurnedAway))),
        checked((long)figures.BotRequests),
        checked((long)figures.Requests));

    private static string Name(RefusalCause cause) => cause switch
    {
        RefusalCause.OriginError => "origin_error",
        RefusalCause.Timeout => "timeout",
        RefusalCause.Unreachable => "unreachable",
        RefusalCause.Shed => "shed",
        RefusalCause.Waiting => "waiting",
        RefusalCause.ClientGone => "client_gone",
        _ => "unspecified",
    };
}
