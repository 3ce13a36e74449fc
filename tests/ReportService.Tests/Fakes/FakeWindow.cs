using Affluence.Counter.V1;
using Google.Protobuf.WellKnownTypes;

namespace Affluence.ReportService.Tests.Fakes;

/// <summary>The figures of one window. Unless said otherwise each visitor looked at two pages and one gateway recorded to the end.</summary>
internal sealed record FakeWindow(IReadOnlyList<(string Country, long Visitors)> Countries)
{
    public long? ServedPageViews { get; init; }

    public long Shed { get; init; }

    public long TurnedAway { get; init; }

    /// <summary>Visitors with a refused page view who were served too.</summary>
    public long GotIn { get; init; }

    /// <summary>Page views that arrived and were neither served nor refused.</summary>
    public long Unaccounted { get; init; }

    /// <summary>Hits that gateways saw and gave up.</summary>
    public long DroppedHits { get; init; }

    /// <summary>Distinct networks of the visitors; null as of a gateway that does not tell them. Unless said otherwise each has a visitor.</summary>
    public long? Networks { get; init; } = Countries.Sum(country => country.Visitors);

    /// <summary>Sources that recorded something here and were retracted.</summary>
    public int RetractedSources { get; init; }

    /// <summary>Page views of visitors beyond the limit of their network.</summary>
    public long FoldedPageViews { get; init; }

    /// <summary>Whether its gateways tell arrived page views and whom they refused for which cause, as those of before did not.</summary>
    public bool TellsTheLedger { get; init; } = true;

    /// <summary>Of each country's served page views, those that a cache answered, and of these the stale ones; null as of a gateway that does not tell.</summary>
    public (long All, long Stale)? FromCache { get; init; } = (0, 0);

    /// <summary>How long each writer had been silent at the end of the window.</summary>
    public IReadOnlyList<TimeSpan> Silences { get; init; } = [TimeSpan.Zero];

    public static FakeWindow Of(params (string Country, long Visitors)[] countries) => new(countries);

    public GetWindowResponse ToResponse(DateTimeOffset end, TimeSpan length)
    {
        var visitors = Countries.Sum(country => country.Visitors);
        var response = new GetWindowResponse
        {
            End = end.ToTimestamp(),
            Length = length.ToDuration(),
            Visitors = (ulong)visitors,
            StandardError = visitors == 0 ? 0 : 0.0018,
            TurnedAway = (ulong)TurnedAway,
            TurnedAwayStandardError = 0.0018 * (visitors + TurnedAway),
            StoreId = "fake",
            DroppedHits = (ulong)DroppedHits,
            FoldedPageViews = (ulong)FoldedPageViews,
            RetractedSources = (uint)RetractedSources,
        };
        if (Networks is { } networks)
        {
            (response.Networks, response.NetworksStandardError) = ((ulong)networks, 0.0029);
        }

        foreach (var (index, (country, count)) in Countries.Index())
        {
            var figures = new CountryFigures
            {
                CountryCode = country,
                Visitors = (ulong)count,
                ServedPageViews = ServedPageViews is { } served ? (ulong)(index == 0 ? served : 0) : (ulong)(2 * count),
                BotRequests = 1,
                Requests = (ulong)(10 * count),
            };
            if (index == 0 && Shed > 0)
            {
                figures.RefusedPageViews.Add(new CauseCount { Cause = RefusalCause.Shed, Count = (ulong)Shed });
                figures.TurnedAway = (ulong)TurnedAway;
                figures.RefusedVisitors = (ulong)(TurnedAway + GotIn);
                if (TellsTheLedger)
                {
                    figures.RefusedVisitorsByCause.Add(new CauseVisitors
                    {
                        Cause = RefusalCause.Shed,
                        RefusedVisitors = (ulong)(TurnedAway + GotIn),
                        TurnedAway = (ulong)TurnedAway,
                    });
                }
            }

            if (TellsTheLedger)
            {
                figures.PageViews = figures.ServedPageViews + (ulong)(index == 0 ? Shed + Unaccounted : 0);
            }

            if (FromCache is { } cached)
            {
                figures.ServedBySource.Add(new SourceCount { Source = AnswerSource.Site, Count = figures.ServedPageViews - (ulong)cached.All });
                figures.ServedBySource.Add(new SourceCount { Source = AnswerSource.Cache, Count = (ulong)(cached.All - cached.Stale) });
                figures.ServedBySource.Add(new SourceCount { Source = AnswerSource.StaleCache, Count = (ulong)cached.Stale });
            }

            response.Countries.Add(figures);
        }

        response.Writers.AddRange(Silences.Select((silence, index) => new WriterStatus
        {
            WriterId = $"gateway-{index}",
            NewestBucket = (end - silence - Bucket.Length).ToTimestamp(),
        }));
        return response;
    }
}
