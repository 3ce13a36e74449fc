using Affluence.Report.CivilTime;
using Affluence.Report.History;
using Affluence.Report.Live;
using Affluence.Report.Snapshots;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Affluence.Report.Api;

/// <summary>The current snapshot, that of a past minute, and those of a range.</summary>
internal static class SnapshotEndpoints
{
    public static void MapSnapshots(this IEndpointRouteBuilder api)
    {
        api.MapRead("/snapshots/current", GetCurrent)
            .Offers(Representation.Json)
            .WithName("GetCurrentSnapshot")
            .WithSummary("The current snapshot")
            .WithDescription("Composed every 2 s. When nothing newer can be composed it keeps its time, and quality.stale says why.")
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

        api.MapRead("/snapshots/{at}", GetAtAsync)
            .Offers(Representation.Json)
            .WithName("GetSnapshot")
            .WithSummary("The snapshot of a past minute")
            .WithDescription(
                "`at` is an RFC 3339 instant (2016-11-08T23:00:00-05:00), or a date and time on the site's clocks (2016-11-08T23:00), cut to " +
                "the whole minute. A final snapshot never changes and carries an entity tag.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

        api.MapRead("/snapshots", GetRange, "from", "to", "step", NegotiationFilter.Parameter)
            .Offers(Representation.Json, Representation.Csv)
            .WithName("ListSnapshots")
            .WithSummary("The stored snapshots of a range")
            .WithDescription(
                "The minutes from, from + step, … before to, oldest first; minutes that are not on record are left out. At most 10,000 points. " +
                "`format` (json or csv) outweighs the Accept header.")
            .Produces<SnapshotList>(StatusCodes.Status200OK, Representation.Json.MediaType, Representation.Csv.MediaType)
            .ProducesProblem(StatusCodes.Status400BadRequest);
    }

    private static Results<SnapshotResult, ProblemHttpResult> GetCurrent(CurrentSnapshot current, HttpContext context) =>
        current.Read() is { } snapshot
            ? new SnapshotResult(snapshot)
            : Problems.Unavailable(context, current.Failure ?? "The first snapshot is not composed yet.");

    private static async Task<Results<SnapshotResult, ProblemHttpResult>> GetAtAsync(
        string at, SnapshotArchive archive, SiteCalendar calendar, HttpContext context, CancellationToken cancellationToken)
    {
        var moment = MomentText.Parse(at, calendar.Zone);
        if (!moment.Succeeded)
        {
            return Problems.BadParameter("at", moment.Error);
        }

        return await archive.FindAsync(moment.Value.Value, cancellationToken) switch
        {
            ArchiveAnswer.Found { Snapshot: var snapshot } => new SnapshotResult(snapshot),
            ArchiveAnswer.Unknown { Reason: var reason } => Problems.NoFigures(reason),
            ArchiveAnswer.Unreachable { Reason: var reason } => Problems.Unavailable(context, reason),
            var other => throw new InvalidOperationException($"{other.GetType()} is no kind of answer known here."),
        };
    }

    private static IResult GetRange(string? from, string? to, string? step, SnapshotHistory history, SiteCalendar calendar, HttpContext context)
    {
        var (range, problem) = RangeParameters.Read(from, to, step, calendar.Zone);
        if (range is null)
        {
            return problem!;
        }

        var snapshots = history.Range(range.From, range.To, range.Step);
        return context.Representation() == Representation.Csv
            ? new SnapshotCsvResult(range, snapshots)
            : TypedResults.Ok(new SnapshotList(calendar.Localize(range.From), calendar.Localize(range.To), range.Step, snapshots));
    }
}
