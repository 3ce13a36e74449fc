using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Affluence.Report.Bulletins;
using Affluence.Report.CivilTime;
using Affluence.Report.Languages;
using Affluence.Report.Live;
using Affluence.Report.Snapshots;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Affluence.Report.Api;

/// <summary>What can be told journalists, in English or French: the bulletin of a minute, each one by its number, their history, and their issue.</summary>
internal static class BulletinEndpoints
{
    private const int DefaultLimit = 50;
    private const int HighestLimit = 1000;

    public static void MapBulletins(this IEndpointRouteBuilder api)
    {
        api.MapRead("/bulletin", GetBulletinAsync, "at", "lang", NegotiationFilter.Parameter)
            .OffersBulletin()
            .WithName("GetBulletin")
            .WithSummary("The bulletin of a minute")
            .WithDescription(
                "With `at` the bulletin of that whole minute if one was issued, and else a draft that says so: it has no number, and `reason` says " +
                "how it is issued. Without `at` a draft for the live snapshot. Reading issues nothing. `lang` is en (the default) or fr.")
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

        api.MapRead("/bulletins/{number}", GetByNumber, "lang", NegotiationFilter.Parameter)
            .OffersBulletin()
            .WithName(BulletinAddress.EndpointName)
            .WithSummary("A bulletin by its number")
            .WithDescription(
                "The permalink. The text never changes. Of a bulletin that was superseded, `supersededBy` and a Link header of relation " +
                "successor-version name the one that replaces it, and text and Markdown have that in two lines before the text, the second one " +
                "empty. `contentHash` is over the text alone; Repr-Digest (RFC 9530) is over all that is sent.");

        api.MapRead("/bulletins", List, "from", "to", "at", Paging.LimitParameter, Paging.CursorParameter)
            .AlsoAnswers(HttpMethods.Post)
            .Offers(Representation.Json)
            .WithName("ListBulletins")
            .WithSummary("The bulletins that were issued, the last first")
            .WithDescription(
                $"Those that tell of a minute of [from, to), or of the minute `at`; without any of them all. At most `limit` of them: {DefaultLimit} " +
                $"unless said otherwise, and no more than {HighestLimit}. `more` says whether some were left out, and `next` where they are.")
            .Produces<BulletinList>()
            .ProducesProblem(StatusCodes.Status400BadRequest);

        api.MapChange(HttpMethods.Post, "/bulletins", PostAsync)
            .AddOpenApiOperationTransformer(BulletinRequest.DescribeAsync)
            .WithName("IssueBulletin")
            .WithSummary("Issue the bulletin of a minute")
            .WithDescription(
                "It gets the next number and is kept for ever, in both languages. Asking again answers the same one with 200, until the figures are " +
                "corrected so that it would say something else; then a new one is issued that supersedes it. A minute without figures is not issued.")
            .Produces<BulletinEntry>(StatusCodes.Status201Created)
            .Produces<BulletinEntry>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    private static RouteHandlerBuilder OffersBulletin(this RouteHandlerBuilder endpoint) =>
        endpoint
            .Offers(Representation.Json, Representation.Markdown, Representation.Text)
            .Produces<BulletinDocument>(
                StatusCodes.Status200OK, Representation.Json.MediaType, Representation.Markdown.MediaType, Representation.Text.MediaType)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> GetBulletinAsync(
        string? at,
        string? lang,
        CurrentSnapshot current,
        BulletinOffice office,
        SiteCalendar calendar,
        HttpContext context,
        CancellationToken cancellationToken)
    {
        if (!TryReadLanguage(lang, out var words, out var problem))
        {
            return problem;
        }

        if (at is null)
        {
            return current.Read() is { } newest
                ? new DraftResult(newest, await office.DraftAsync(newest, cancellationToken), words)
                : Problems.Unavailable(context, current.Failure ?? "The first snapshot is not composed yet.");
        }

        var moment = MomentText.Parse(at, calendar.Zone);
        if (!moment.Succeeded)
        {
            return Problems.BadParameter("at", moment.Error);
        }

        return await office.FindAsync(moment.Value.Value, cancellationToken) switch
        {
            BulletinAnswer.Issued { Bulletin: var bulletin } => new BulletinResult(bulletin, words),
            BulletinAnswer.Draft { Snapshot: var snapshot, Statement: var statement } => new DraftResult(snapshot, statement, words),
            var nothing => Problem(nothing, context),
        };
    }

    private static async Task<IResult> PostAsync(HttpContext context, BulletinOffice office, SiteCalendar calendar, CancellationToken cancellationToken)
    {
        var (at, problem) = await BulletinRequest.ReadAsync(context.Request, calendar.Zone, cancellationToken);
        if (problem is not null)
        {
            return problem;
        }

        switch (await office.IssueAsync(at, cancellationToken))
        {
            case BulletinAnswer.Issued { Bulletin: var bulletin, IsNew: true }:
                return TypedResults.Created(BulletinAddress.Of(context, bulletin.Number), Entry(bulletin, context));
            case BulletinAnswer.Issued { Bulletin: var bulletin }:
                context.Response.Headers.Location = BulletinAddress.Of(context, bulletin.Number);
                return TypedResults.Ok(Entry(bulletin, context));
            case var nothing:
                return Problem(nothing, context);
        }
    }

    private static ProblemHttpResult Problem(BulletinAnswer answer, HttpContext context) => answer switch
    {
        BulletinAnswer.NoFigures { Reason: var reason } => Problems.NoFigures(reason),
        BulletinAnswer.Unavailable { Reason: var reason } => Problems.Unavailable(context, reason),
        var other => throw new InvalidOperationException($"{other.GetType()} is no kind of answer known here."),
    };

    private static IResult GetByNumber(string number, string? lang, BulletinRegister register)
    {
        if (!TryReadLanguage(lang, out var words, out var problem))
        {
            return problem;
        }

        if (!long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var wanted) || wanted < 1)
        {
            return Problems.BadParameter("number", $"{Parsed.Quote(number)} is no number of a bulletin; they count from 1.");
        }

        return register.Find(wanted) is { } bulletin
            ? new BulletinResult(bulletin, words)
            : Problems.NoBulletin(string.Create(CultureInfo.InvariantCulture, $"Bulletin {wanted} was not issued."));
    }

    private static IResult List(
        string? from, string? to, string? at, string? limit, string? cursor, BulletinRegister register, SiteCalendar calendar, HttpContext context)
    {
        var (begin, end, problem) = ReadSpan(from, to, at, calendar);
        if (problem is not null)
        {
            return problem;
        }

        var (most, wrongLimit) = Paging.ReadLimit(limit, DefaultLimit, HighestLimit);
        if (wrongLimit is not null)
        {
            return wrongLimit;
        }

        var before = long.MaxValue;
        if (cursor is not null && !long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out before))
        {
            return Paging.WrongCursor(cursor);
        }

        var found = register.List(begin, end, most + 1, before);
        BulletinEntry[] shown = [.. found.Take(most).Select(bulletin => Entry(bulletin, context))];
        var more = found.Count > most;
        return TypedResults.Ok(new BulletinList(
            shown, more, more ? Paging.Next(context, Paging.CursorParameter, shown[^1].Number.ToString(CultureInfo.InvariantCulture)) : null));
    }

    /// <summary>The minutes asked for, the last one exclusive; or the problem to answer with.</summary>
    private static (DateTimeOffset From, DateTimeOffset To, ProblemHttpResult? Problem) ReadSpan(
        string? from, string? to, string? at, SiteCalendar calendar)
    {
        if (at is not null && (from ?? to) is not null)
        {
            return (default, default, Problems.BadParameter("at", "is given together with from or to; it is one minute, and they are a range."));
        }

        var (begin, end) = (DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue);
        foreach (var (name, text) in (ReadOnlySpan<(string, string?)>)[("at", at), ("from", from), ("to", to)])
        {
            if (text is null)
            {
                continue;
            }

            var moment = MomentText.Parse(text, calendar.Zone);
            if (!moment.Succeeded)
            {
                return (default, default, Problems.BadParameter(name, moment.Error));
            }

            var minute = MinuteRange.WholeMinute(moment.Value.Value);
            (begin, end) = name switch
            {
                "at" => (minute, minute.AddMinutes(1)),
                "from" => (minute, end),
                _ => (begin, minute),
            };
        }

        return begin < end ? (begin, end, null) : (default, default, Problems.BadParameter("from", "must be before to, by a whole minute at least."));
    }

    private static BulletinEntry Entry(Bulletin bulletin, HttpContext context) =>
        new(
            bulletin.Number,
            bulletin.At,
            bulletin.IssuedAt,
            new LocalizedText(bulletin.English.Headline, bulletin.French.Headline),
            bulletin.Final,
            new LocalizedText(bulletin.English.ContentHash, bulletin.French.ContentHash),
            BulletinAddress.Of(context, bulletin),
            bulletin.Supersedes,
            bulletin.SupersededBy,
            new SnapshotReference(bulletin.At, bulletin.Revision));

    private static bool TryReadLanguage(
        string? lang, [NotNullWhen(true)] out Typography? words, [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        problem = Typography.TryFind(lang ?? Typography.English.Language, out words)
            ? null
            : Problems.BadParameter("lang", $"{Parsed.Quote(lang!)} is unknown; it is one of {string.Join(", ", Typography.Languages)}.");
        return problem is null;
    }
}
