using Affluence.Counter.Recording;
using Affluence.Counter.Windows;
using Google.Protobuf.WellKnownTypes;
using Wire = Affluence.Counter.V1;

namespace Affluence.Counter.Grpc;

/// <summary>Puts figures on the wire.</summary>
internal static class WindowResponses
{
    public static Wire.GetWindowResponse Of(WindowFigures figures)
    {
        var response = new Wire.GetWindowResponse
        {
            End = Timestamp.FromDateTimeOffset(figures.Window.End),
            Length = Duration.FromTimeSpan(figures.Window.Length),
            Countries = { figures.Countries.Select(Of) },
            StandardError = figures.StandardError,
            Visitors = (ulong)figures.Visitors,
            TurnedAway = (ulong)figures.TurnedAway,
            TurnedAwayStandardError = figures.TurnedAwayStandardError,
            Writers = { figures.Writers.Select(Of) },
            IdentityEpoch = (uint)figures.IdentityEpoch,
            StoreId = figures.StoreId,
            DroppedHits = (ulong)figures.DroppedHits,
            NetworksStandardError = figures.NetworksStandardError,
            FoldedPageViews = (ulong)figures.FoldedPageViews,
            RetractedSources = (uint)figures.RetractedSources,
        };
        if (figures.Networks is { } networks)
        {
            response.Networks = (ulong)networks;
        }

        return response;
    }

    private static Wire.CountryFigures Of(CountryFigures country)
    {
        var figures = new Wire.CountryFigures
        {
            CountryCode = country.Country.ToString(),
            Visitors = (ulong)country.Visitors,
            StandardError = country.StandardError,
            RefusedVisitors = (ulong)country.RefusedVisitors,
            TurnedAway = (ulong)country.TurnedAway,
            ServedPageViews = Total(Measure.ServedPageViews),
            BotRequests = Total(Measure.BotRequests),
            Requests = Total(Measure.Requests),
            PageViews = Total(Measure.PageViews),
        };
        figures.RefusedPageViews.AddRange(RefusalCauses.All
            .Select(cause => new Wire.CauseCount { Cause = cause.Wire, Count = Total(cause.Measure) })
            .Where(refused => refused.Count > 0));
        figures.ServedBySource.AddRange(AnswerSources.All
            .Select(source => new Wire.SourceCount { Source = source.Wire, Count = Total(source.Measure) })
            .Where(served => served.Count > 0));
        figures.RefusedVisitorsByCause.AddRange(RefusalCauses.All
            .Where(cause => country.Causes.ContainsKey(cause.Class))
            .Select(cause => Of(cause.Wire, country.Causes[cause.Class])));
        return figures;

        ulong Total(Measure measure) => (ulong)country.Totals.GetValueOrDefault(measure);
    }

    private static Wire.CauseVisitors Of(Wire.RefusalCause cause, CauseFigures figures) => new()
    {
        Cause = cause,
        RefusedVisitors = (ulong)figures.RefusedVisitors,
        TurnedAway = (ulong)figures.TurnedAway,
    };

    private static Wire.WriterStatus Of(Heartbeat writer) => new()
    {
        WriterId = writer.Writer,
        NewestBucket = Timestamp.FromDateTimeOffset(writer.Bucket.Start),
    };
}
