using Affluence.Report.CivilTime;
using Affluence.Report.Fairness;
using Affluence.Report.Live;

namespace Affluence.Report.Api;

/// <summary>Whether countries waited alike.</summary>
internal static class FairnessEndpoint
{
    private static readonly TimeSpan DefaultSpan = TimeSpan.FromHours(24);

    public static void MapFairness(this IEndpointRouteBuilder api) =>
        api.MapRead("/fairness", GetFairnessAsync, "from", "to")
            .Offers(Representation.Json)
            .TakesPlace(PlaceKind.Export)
            .WithName("GetFairness")
            .WithSummary("Whether countries waited alike in the waiting room")
            .WithDescription(
                "Of those who came in the range, by country: joined, let in, waiting, gave up, the wait (Kaplan-Meier), and a test whether they were let in as soon as " +
                "all others who came in the same minute and had waited as long (Cochran-Mantel-Haenszel, corrected for many countries by Holm). Without `to` until now, " +
                "without `from` the 24 hours before `to`; 24 hours at most, and the counter keeps 48. A country with too few for a test is `notTested`.")
            .Produces<FairnessDocument>()
            .ProducesProblem(StatusCodes.Status400BadRequest);

    private static async Task<IResult> GetFairnessAsync(
        string? from, string? to, FairnessReader reader, SiteCalendar calendar, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        var end = to is null ? Parsed.Of(timeProvider.GetUtcNow()) : MomentText.Parse(to, calendar.Zone);
        if (!end.Succeeded)
        {
            return Problems.BadParameter("to", end.Error);
        }

        var begin = from is null ? Parsed.Of(end.Value.Value - DefaultSpan) : MomentText.Parse(from, calendar.Zone);
        if (!begin.Succeeded)
        {
            return Problems.BadParameter("from", begin.Error);
        }

        var (range, fault) = FairnessRange.Create(begin.Value.Value, end.Value.Value);
        if (range is null)
        {
            return Problems.BadParameter("from", fault!);
        }

        var reading = await reader.ReadAsync(range, cancellationToken);
        return TypedResults.Ok(new FairnessDocument(
            calendar.Localize(range.From),
            calendar.Localize(range.To),
            calendar.Localize(reading.AsOf),
            reading.Figures,
            reading.Reason is { } reason ? new Dictionary<string, string> { ["fairness"] = reason } : []));
    }
}
