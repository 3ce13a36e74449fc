using System.Text;
using Affluence.Report.Bulletins;
using Affluence.Report.CivilTime;
using Affluence.Report.Live;
using Affluence.Report.Snapshots;

namespace Affluence.Report.Api;

/// <summary>What can be told journalists, in English or French.</summary>
internal static class BulletinEndpoints
{
    public static void MapBulletin(this IEndpointRouteBuilder api) =>
        api.MapRead("/bulletin", GetBulletinAsync, "at", "lang", NegotiationFilter.Parameter)
            .Offers(Representation.Json, Representation.Markdown, Representation.Text)
            .WithName("GetBulletin")
            .WithSummary("The statement for a snapshot")
            .WithDescription("Without `at` for the current snapshot; `lang` is en (the default) or fr.")
            .Produces<BulletinDocument>(
                StatusCodes.Status200OK, Representation.Json.MediaType, Representation.Markdown.MediaType, Representation.Text.MediaType)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<IResult> GetBulletinAsync(
        string? at,
        string? lang,
        CurrentSnapshot current,
        SnapshotArchive archive,
        SiteCalendar calendar,
        HttpContext context,
        CancellationToken cancellationToken)
    {
        if (!BulletinWriter.TryFind(lang ?? "en", out var writer))
        {
            return Problems.BadParameter("lang", $"{Parsed.Quote(lang!)} is unknown; it is one of {string.Join(", ", BulletinWriter.Languages)}.");
        }

        if (at is null)
        {
            return current.Read() is { } newest
                ? Give(writer.Write(newest), newest, context)
                : Problems.Unavailable(context, current.Failure ?? "The first snapshot is not composed yet.");
        }

        var moment = MomentText.Parse(at, calendar.Zone);
        if (!moment.Succeeded)
        {
            return Problems.BadParameter("at", moment.Error);
        }

        return await archive.FindAsync(moment.Value.Value, cancellationToken) switch
        {
            ArchiveAnswer.Found { Snapshot: var snapshot } => Give(writer.Write(snapshot), snapshot, context),
            ArchiveAnswer.Unknown { Reason: var reason } => Problems.NoFigures(reason),
            ArchiveAnswer.Unreachable { Reason: var reason } => Problems.Unavailable(context, reason),
            var other => throw new InvalidOperationException($"{other.GetType()} is no kind of answer known here."),
        };
    }

    private static IResult Give(Bulletin bulletin, Snapshot snapshot, HttpContext context)
    {
        context.Response.Headers.ContentLanguage = $"{bulletin.Language}-CA";
        var form = context.Representation();
        if (form == Representation.Json)
        {
            return TypedResults.Ok(new BulletinDocument(
                bulletin.Language, bulletin.At, bulletin.Headline, Text(bulletin), bulletin.Paragraphs, snapshot.Final, snapshot.Quality.Stale));
        }

        var mark = form == Representation.Markdown ? "# " : string.Empty;
        return TypedResults.Text($"{mark}{bulletin.Headline}\n\n{Text(bulletin)}\n", form.MediaType, Encoding.UTF8);
    }

    private static string Text(Bulletin bulletin) => string.Join("\n\n", bulletin.Paragraphs);
}
