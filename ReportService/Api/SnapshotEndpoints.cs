using System.Globalization;
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

        api.MapRead("/snapshots/{at}", GetAtAsync, "revision")
            .Offers(Representation.Json)
            .WithName("GetSnapshot")
            .WithSummary("The snapshot of a past minute")
            .WithDescription(
                "`at` is an RFC 3339 instant (2016-11-08T23:00:00-05:00), or a date and time on the site's clocks (2016-11-08T23:00), cut to " +
                "the whole minute. The newest revision, or that named by `revision`: a final one never changes, whatever is recorded later, and " +
                "carries an entity tag.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

        api.MapRead("/snapshots/{at}/revisions", GetRevisions)
            .Offers(Representation.Json)
            .WithName("ListRevisions")
            .WithSummary("The revisions of a minute's snapshot")
            .WithDescription("Oldest first. Records that come after a snapshot is final make a new revision when they change a figure.")
            .Produces<RevisionList>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);

        api.MapRead("/snapshots", GetRange, "from", "to", "step", NegotiationFilter.Parameter)
            .Offers(Representation.Json, Representation.Csv)
            .WithName("ListSnapshots")
            .WithSummary("The stored snapshots of a range")
            .WithDescription(
                "The minutes from, from + step, … before to, oldest first; minutes that are not on record are left out. At most 10,000 points as JSON; as CSV, " +
                "which is sent line by line, a year of minutes. " +
                "`format` (json or csv) outweighs the Accept header.")
            .Produces<SnapshotList>(StatusCodes.Status200OK, Representation.Json.MediaType, Representation.Csv.MediaType)
            .ProducesProblem(StatusCodes.Status400BadRequest);
    }

    private static Results<SnapshotResult, ProblemHttpResult> GetCurrent(CurrentSnapshot current, HttpContext context) =>
        current.Read() is { } snapshot
            ? new SnapshotResult(snapshot, isPermanent: false)
            : Problems.Unavailable(context, current.Failure ?? "The first snapshot is not composed yet.");

    private static async Task<Results<SnapshotResult, ProblemHttpResult>> GetAtAsync(
        string at, string? revision, SnapshotArchive archive, SiteCalendar calendar, HttpContext context, CancellationToken cancellationToken)
    {
        var moment = MomentText.Parse(at, calendar.Zone);
        if (!moment.Succeeded)
        {
            return Problems.BadParameter("at", moment.Error);
        }

        var number = 0;
        if (revision is not null && (!int.TryParse(revision, NumberStyles.None, CultureInfo.InvariantCulture, out number) || number == 0))
        {
            return Problems.BadParameter("revision", $"{Parsed.Quote(revision)} is no number of a revision: they are 1, 2, …");
        }

        var answer = revision is null
            ? await archive.FindAsync(moment.Value.Value, cancellationToken)
            : archive.FindRevision(moment.Value.Value, number);
        return answer switch
        {
            ArchiveAnswer.Found { Snapshot: var snapshot } => new SnapshotResult(snapshot, isPermanent: revision is not null),
            ArchiveAnswer.Unknown { Reason: var reason } => Problems.NoFigures(reason),
            ArchiveAnswer.Unreachable { Reason: var reason } => Problems.Unavailable(context, reason),
            var other => throw new InvalidOperationException($"{other.GetType()} is no kind of answer known here."),
        };
    }

    private static Results<Ok<RevisionList>, ProblemHttpResult> GetRevisions(string at, SnapshotHistory history, SiteCalendar calendar)
    {
        var moment = MomentText.Parse(at, calendar.Zone);
        if (!moment.Succeeded)
        {
            return Problems.BadParameter("at", moment.Error);
        }

        var minute = MinuteRange.WholeMinute(moment.Value.Value);
        return history.Revisions(minute) is { Count: > 0 } revisions
            ? TypedResults.Ok(new RevisionList(calendar.Localize(minute), revisions))
            : Problems.NoFigures("The minute is not on record.");
    }

    private static IResult GetRange(string? from, string? to, string? step, SnapshotHistory history, SiteCalendar calendar, HttpContext context)
    {
        var isCsv = context.Representation() == Representation.Csv;
        var (range, problem) = RangeParameters.Read(from, to, step, calendar.Zone, isCsv ? MinuteRange.MostLines : MinuteRange.MostPoints);
        if (range is null)
        {
            return problem!;
        }

        return isCsv
            ? new SnapshotCsvResult(range, history)
            : TypedResults.Ok(new SnapshotList(calendar.Localize(range.From), calendar.Localize(range.To), range.Step, history.Range(range.From, range.To, range.Step)));
    }
}
