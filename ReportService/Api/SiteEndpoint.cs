using Affluence.Report.Attribution;
using Affluence.Report.CivilTime;
using Affluence.Report.Snapshots;

namespace Affluence.Report.Api;

/// <summary>What is measured, the definitions, and whose data tells countries.</summary>
internal static class SiteEndpoint
{
    public static void MapSite(this IEndpointRouteBuilder api) =>
        api.MapRead("/site", GetSiteAsync)
            .Offers(Representation.Json)
            .WithName("GetSite")
            .WithSummary("What is measured, and how")
            .WithDescription("The civil time of the site and the rules it goes by, what the words mean, and whose data tells countries.")
            .Produces<SiteDocument>();

    private static async Task<IResult> GetSiteAsync(GeoDatasetSource source, SiteCalendar calendar, CancellationToken cancellationToken)
    {
        var (dataset, reason) = await source.FindAsync(cancellationToken);
        var unavailable = new Dictionary<string, string>();
        if (reason is not null)
        {
            unavailable["dataset"] = reason;
        }

        return TypedResults.Ok(new SiteDocument(
            calendar.Zone.Id,
            calendar.TzdbVersion,
            CountryNames.Source,
            Snapshot.CurrentMethod,
            TimeSpan.FromMinutes(5),
            Definition.All,
            dataset,
            unavailable));
    }
}
