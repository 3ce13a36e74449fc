using System.Globalization;
using Affluence.Report.CivilTime;
using Affluence.Report.Dashboard.TimeTravel;
using Affluence.Report.History;
using Affluence.Report.Live;
using Affluence.Report.Snapshots;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Affluence.Report.Api;

/// <summary>The current snapshot, that of a past minute, and those of a range.</summary>
internal static class SnapshotEndpoints
{
    public const string ByParameter = "by";
    public const string ByCountry = "country";

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

        api.MapRead(
                "/snapshots",
                GetRange,
                "from", "to", "step", Paging.LimitParameter, ByParameter, CsvDialect.SeparatorParameter, CsvDialect.ByteOrderMarkParameter,
                NegotiationFilter.Parameter)
            .Offers(Representation.Json, Representation.Csv)
            .WithName("ListSnapshots")
            .WithSummary("The stored snapshots of a range")
            .WithDescription(
                "The minutes from, from + step, … before to, oldest first; minutes that are not on record are left out. At most 10,000 points as JSON, or a " +
                "year of minutes in parts of `limit` points, of which `next` names the following one; as CSV, which is sent line by line, a year of " +
                "minutes at once. `by=country` gives a line of CSV a minute and country. `separator=semicolon&bom=true` is what a French Excel opens.")
            .TakesPlace(PlaceKind.Export)
            .Produces<SnapshotList>(StatusCodes.Status200OK, Representation.Json.MediaType, Representation.Csv.MediaType)
            .ProducesProblem(StatusCodes.Status400BadRequest);
    }

    private static Results<SnapshotResult, ProblemHttpResult> GetCurrent(CurrentSnapshot current, HttpContext context) =>
        current.Read() is { } snapshot
            ? new SnapshotResult(snapshot, SnapshotResult.Address.Current)
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
            ArchiveAnswer.Found { Snapshot: var snapshot } => new SnapshotResult(
                snapshot, revision is null ? SnapshotResult.Address.Minute : SnapshotResult.Address.Revision),
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

    private static IResult GetRange(
        string? from,
        string? to,
        string? step,
        string? limit,
        string? by,
        string? separator,
        string? bom,
        SnapshotHistory history,
        ReadingTurns turns,
        SiteCalendar calendar,
        HttpContext context)
    {
        var isCsv = context.Representation() == Representation.Csv;
        if (OfTheOtherForm(isCsv, limit, by, separator, bom) is { } misplaced)
        {
            return misplaced;
        }

        var (range, problem) = RangeParameters.Read(
            from, to, step, calendar.Zone, isCsv || limit is not null ? MinuteRange.MostLines : MinuteRange.MostPoints);
        if (range is null)
        {
            return problem!;
        }

        return isCsv
            ? Csv(range, by, separator, bom, history, turns)
            : Json(range, limit, history, turns, calendar, context);
    }

    private static ProblemHttpResult? OfTheOtherForm(bool isCsv, string? limit, string? by, string? separator, string? bom) => isCsv
        ? limit is null ? null : Problems.BadParameter(Paging.LimitParameter, "is for JSON; CSV is sent line by line, whole.")
        : (by, separator, bom) switch
        {
            (not null, _, _) => Problems.BadParameter(ByParameter, "is for CSV; as JSON each snapshot has its countries."),
            (_, not null, _) => Problems.BadParameter(CsvDialect.SeparatorParameter, "is for CSV."),
            (_, _, not null) => Problems.BadParameter(CsvDialect.ByteOrderMarkParameter, "is for CSV."),
            _ => null,
        };

    private static IResult Csv(MinuteRange range, string? by, string? separator, string? bom, SnapshotHistory history, ReadingTurns turns)
    {
        if (by is not (null or ByCountry))
        {
            return Problems.BadParameter(ByParameter, $"{Parsed.Quote(by)} is unknown; it is {ByCountry}.");
        }

        return CsvDialect.TryRead(separator, bom, out var dialect, out var problem)
            ? new SnapshotCsvResult(range, by is null ? CsvTable.Totals : CsvTable.ByCountry, dialect, history, turns)
            : problem;
    }

    private static IResult Json(MinuteRange range, string? limit, SnapshotHistory history, ReadingTurns turns, SiteCalendar calendar, HttpContext context)
    {
        var (most, problem) = Paging.ReadLimit(limit, MinuteRange.MostPoints, MinuteRange.MostPoints);
        if (problem is not null)
        {
            return problem;
        }

        var end = range.From + (most * range.Step);
        var next = end < range.To ? Paging.Next(context, "from", MomentLinks.Parameter(end, calendar)) : null;
        var to = next is null ? range.To : end;
        return new SnapshotListResult(range with { To = to }, next, history, calendar, turns);
    }
}
