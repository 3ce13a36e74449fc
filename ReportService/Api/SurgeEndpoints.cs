using Affluence.Report.Annotations;
using Affluence.Report.CivilTime;
using Affluence.Report.History;
using Affluence.Report.Snapshots;
using Affluence.Report.Surges;

namespace Affluence.Report.Api;

/// <summary>Surges, and times in which the site was difficult to reach.</summary>
internal static class SurgeEndpoints
{
    private static readonly TimeSpan DefaultSpan = TimeSpan.FromDays(35);
    private static readonly TimeSpan LongestSpan = TimeSpan.FromDays(400);
    private static readonly TimeSpan AnnotationsAround = TimeSpan.FromMinutes(30);

    public static void MapSurges(this IEndpointRouteBuilder api) =>
        api.MapRead("/surges", GetSurges, "from", "to")
            .Offers(Representation.Json)
            .WithName("ListSurges")
            .WithSummary("Surges and difficulties of a range")
            .WithDescription("Worked out from the stored minutes; what touches the range is told in full. Without `to` until now, without `from` the 35 days " +
                "before `to`; 400 days at most.")
            .Produces<SurgeList>()
            .ProducesProblem(StatusCodes.Status400BadRequest);

    private static IResult GetSurges(
        string? from,
        string? to,
        SurgeHistory surges,
        SnapshotHistory history,
        AnnotationStore annotations,
        SiteCalendar calendar,
        TimeProvider timeProvider)
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
        var noted = annotations.List(Earliest(found, first) - AnnotationsAround, timeProvider.GetUtcNow() + AnnotationsAround);
        return TypedResults.Ok(new SurgeList(
            calendar.Localize(first),
            calendar.Localize(last),
            [.. found.Surges.Select(surge =>
                SurgeDocument.Of(surge, history.Find(surge.Peak.At)?.TurnedAway, Around(noted, surge.Since, surge.Until)))],
            [.. found.Difficulties.Select(difficulty => DifficultyDocument.Of(difficulty, Around(noted, difficulty.Since, difficulty.Until)))],
            annotations.List(first, last)));
    }

    private static DateTimeOffset Earliest(SurgesFound found, DateTimeOffset first) =>
        found.Surges.Select(surge => surge.Since).Concat(found.Difficulties.Select(difficulty => difficulty.Since)).Append(first).Min();

    // While it lasts everything after its beginning belongs to it.
    private static List<Annotation> Around(IReadOnlyList<Annotation> annotations, DateTimeOffset since, DateTimeOffset? until) =>
        [.. annotations.Where(annotation => annotation.Touches(since - AnnotationsAround, (until ?? DateTimeOffset.MaxValue - AnnotationsAround) + AnnotationsAround))];
}
