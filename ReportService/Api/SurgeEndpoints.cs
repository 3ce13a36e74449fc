using Affluence.Report.CivilTime;
using Affluence.Report.Snapshots;
using Affluence.Report.Surges;

namespace Affluence.Report.Api;

/// <summary>Surges, and times in which the site was difficult to reach.</summary>
internal static class SurgeEndpoints
{
    private static readonly TimeSpan DefaultSpan = TimeSpan.FromDays(35);
    private static readonly TimeSpan LongestSpan = TimeSpan.FromDays(400);

    public static void MapSurges(this IEndpointRouteBuilder api) =>
        api.MapRead("/surges", GetSurges, "from", "to")
            .Offers(Representation.Json)
            .WithName("ListSurges")
            .WithSummary("Surges and difficulties of a range")
            .WithDescription("Worked out from the stored minutes. Without `to` until now, without `from` the 35 days before `to`; 400 days at most.")
            .Produces<SurgeList>()
            .ProducesProblem(StatusCodes.Status400BadRequest);

    private static IResult GetSurges(string? from, string? to, SurgeHistory surges, SiteCalendar calendar, TimeProvider timeProvider)
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

        var (first, last) = (MinuteRange.WholeMinute(begin.Value.Value), MinuteRange.WholeMinute(end.Value.Value));
        if (first >= last || last - first > LongestSpan)
        {
            return Problems.BadParameter("from", $"must be before to, by a minute at least and {LongestSpan.TotalDays:0} days at most.");
        }

        var found = surges.Detect(first, last);
        return TypedResults.Ok(new SurgeList(
            calendar.Localize(first),
            calendar.Localize(last),
            found.Surges,
            found.Difficulties));
    }
}
