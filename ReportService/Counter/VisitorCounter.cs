using Affluence.Counter.V1;
using Affluence.ServiceDefaults;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace Affluence.Report.Counter;

/// <summary>Asks CounterService for windows, and turns its messages and status codes into the report's own words.</summary>
internal sealed class VisitorCounter(VisitorCounterService.VisitorCounterServiceClient client, IOptions<ReportOptions> options)
{
    // The counter records nothing earlier, and refuses to be asked.
    private static readonly DateTimeOffset BeginningOfTime = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <param name="end">End of the window, on a 10 s boundary; null is the counter's newest whole bucket.</param>
    public Task<WindowReading> ReadAsync(DateTimeOffset? end, TimeSpan length, CancellationToken cancellationToken) =>
        ReadAsync(end, length, options.Value.CounterDeadline, cancellationToken);

    /// <summary>Asks for a window with a deadline of its own.</summary>
    public async Task<WindowReading> ReadAsync(DateTimeOffset? end, TimeSpan length, TimeSpan deadline, CancellationToken cancellationToken)
    {
        if (end < BeginningOfTime)
        {
            return new WindowReading.Counted(CounterWindow.Empty(end.Value, length));
        }

        var request = new GetWindowRequest { End = end?.ToTimestamp(), Length = length.ToDuration() };
        try
        {
            var response = await client.GetWindowAsync(request, ServiceClients.Within(deadline, cancellationToken)).OrCancelledAsync(cancellationToken);
            return new WindowReading.Counted(Translate(response));
        }
        catch (RpcException exception) when (exception.StatusCode == StatusCode.FailedPrecondition)
        {
            return new WindowReading.Lost("The counter no longer holds everything of this window, so its figures can't be told any more.");
        }
        catch (RpcException exception)
        {
            return new WindowReading.Unreachable($"The counter gave no answer ({exception.StatusCode}).");
        }
    }

    /// <summary>The minutes that were written to at or after an instant of arrival; null is all that the counter remembers.</summary>
    public async Task<TouchedReading> ListTouchedAsync(DateTimeOffset? since, CancellationToken cancellationToken)
    {
        var request = new ListTouchedMinutesRequest { Since = since?.ToTimestamp() };
        try
        {
            var response = await client.ListTouchedMinutesAsync(request, ServiceClients.Within(options.Value.CounterDeadline, cancellationToken))
                .OrCancelledAsync(cancellationToken);
            return new TouchedReading.Listed(
                [.. response.Minutes.Select(minute => new TouchedMinute(
                    minute.Start.ToDateTimeOffset().ToUnixTimeSeconds() / 60, minute.LastWrite.ToDateTimeOffset()))],
                response.AsOf.ToDateTimeOffset(),
                response.StoreId);
        }
        catch (RpcException exception) when (exception.StatusCode == StatusCode.InvalidArgument && since is not null)
        {
            // The clock of this counter is behind that of the one that gave the instant: all of it is asked for.
            return await ListTouchedAsync(since: null, cancellationToken);
        }
        catch (RpcException exception)
        {
            return new TouchedReading.Unreachable($"The counter did not tell which minutes were recorded into ({exception.StatusCode}).");
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
        Networks = response.HasNetworks ? checked((long)response.Networks) : null,
        NetworksStandardError = response.NetworksStandardError,
        FoldedPageViews = checked((long)response.FoldedPageViews),
        HasRetractions = response.RetractedSources > 0,
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
        checked((long)figures.Requests))
    {
        FromCache = FromCache(figures),
    };

    /// <summary>Where answers came from adds up to what was served, or somebody did not tell.</summary>
    private static CachedPageViews? FromCache(Affluence.Counter.V1.CountryFigures figures)
    {
        var (site, cache, stale) = (From(AnswerSource.Site), From(AnswerSource.Cache), From(AnswerSource.StaleCache));
        return site + cache + stale == checked((long)figures.ServedPageViews) ? new CachedPageViews(cache + stale, stale) : null;

        long From(AnswerSource source) => figures.ServedBySource.Where(count => count.Source == source).Sum(count => checked((long)count.Count));
    }

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
