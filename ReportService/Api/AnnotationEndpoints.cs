using Affluence.Report.Annotations;
using Affluence.Report.CivilTime;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Affluence.Report.Api;

/// <summary>What operators noted: read by all, written by them.</summary>
internal static class AnnotationEndpoints
{
    private const string Address = "/api/v1/annotations";

    private const int MostListed = 1000;

    private static readonly TimeSpan DefaultSpan = TimeSpan.FromDays(35);

    public static void MapAnnotations(this IEndpointRouteBuilder api)
    {
        api.MapRead("/annotations", GetRange, "from", "to", "withdrawn", Paging.LimitParameter, Paging.CursorParameter)
            .AlsoAnswers(HttpMethods.Post)
            .Offers(Representation.Json)
            .WithName("ListAnnotations")
            .WithSummary("Annotations of a range")
            .WithDescription(
                "Without `to` to the last, without `from` from 35 days before `to` or now. `withdrawn=true` lists those taken back too. " +
                $"At most `limit` of them, {MostListed} unless less is asked for; `next` is where those after them are.")
            .Produces<AnnotationList>()
            .ProducesProblem(StatusCodes.Status400BadRequest);

        api.MapRead("/annotations/{id}", GetOne)
            .AlsoAnswers(HttpMethods.Delete)
            .Offers(Representation.Json)
            .WithName("GetAnnotation")
            .WithSummary("One annotation, also when it was taken back")
            .WithDescription("By its name, which PostAnnotation gave and every list has.")
            .Produces<Annotation>()
            .ProducesProblem(StatusCodes.Status404NotFound);

        api.MapChange(HttpMethods.Post, "/annotations", PostAsync)
            .AddOpenApiOperationTransformer(AnnotationRequest.DescribeAsync)
            .WithName("PostAnnotation")
            .WithSummary("Note something of a moment")
            .WithDescription(
                "The same text at the same time is one annotation, however often it is sent. A request with an `Idempotency-Key` can be sent " +
                "again even after what it noted was taken back.")
            .Produces<Annotation>(StatusCodes.Status201Created)
            .Produces<Annotation>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

        api.MapChange(HttpMethods.Delete, "/annotations/{id}", Delete)
            .WithName("WithdrawAnnotation")
            .WithSummary("Take an annotation back")
            .WithDescription("It is kept, with the time it was taken back, and shown no more.")
            .Produces<Annotation>()
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static IResult GetRange(
        string? from,
        string? to,
        string? withdrawn,
        string? limit,
        string? cursor,
        AnnotationStore store,
        SiteCalendar calendar,
        TimeProvider timeProvider,
        HttpContext context)
    {
        var end = to is null ? Parsed.Of(DateTimeOffset.MaxValue) : MomentText.Parse(to, calendar.Zone);
        if (!end.Succeeded)
        {
            return Problems.BadParameter("to", end.Error);
        }

        var begin = from is null ? Parsed.Of((to is null ? timeProvider.GetUtcNow() : end.Value.Value) - DefaultSpan) : MomentText.Parse(from, calendar.Zone);
        if (!begin.Succeeded)
        {
            return Problems.BadParameter("from", begin.Error);
        }

        if (begin.Value >= end.Value)
        {
            return Problems.BadParameter("from", "must be before to.");
        }

        if (withdrawn is not (null or "true" or "false"))
        {
            return Problems.BadParameter("withdrawn", $"{Parsed.Quote(withdrawn)} is neither true nor false.");
        }

        var (most, wrongLimit) = Paging.ReadLimit(limit, MostListed, MostListed);
        if (wrongLimit is not null)
        {
            return wrongLimit;
        }

        if (cursor is not null && store.Find(cursor) is null)
        {
            return Paging.WrongCursor(cursor);
        }

        var found = store.List(begin.Value.Value, end.Value.Value, withdrawnToo: withdrawn == "true", cursor, most + 1);
        return TypedResults.Ok(new AnnotationList(
            calendar.Localize(begin.Value.Value),
            to is null ? null : calendar.Localize(end.Value.Value),
            [.. found.Take(most)],
            found.Count > most ? Paging.Next(context, Paging.CursorParameter, found[most - 1].Id) : null));
    }

    private static IResult GetOne(string id, AnnotationStore store) =>
        store.Find(id) is { } annotation ? TypedResults.Ok(annotation) : Problems.NotFound($"There is no annotation {Parsed.Quote(id)}.");

    private static async Task<IResult> PostAsync(HttpContext context, AnnotationStore store, SiteCalendar calendar, CancellationToken cancellationToken)
    {
        var (key, wrongKey) = ReadKey(context.Request);
        if (wrongKey is not null)
        {
            return wrongKey;
        }

        var (body, unreadable) = await JsonBody.ReadAsync(context.Request, cancellationToken);
        if (body is null)
        {
            return unreadable!;
        }

        using (body)
        {
            return AnnotationDraft.TryRead(body.RootElement, calendar.Zone, out var draft, out var fault)
                ? Answer(store.Post(draft, key))
                : Problems.BadParameter(fault.Field, fault.Message);
        }
    }

    private static IResult Answer(AnnotationPosting posting) => posting switch
    {
        AnnotationPosting.Noted { IsNew: true, Annotation: var annotation } => TypedResults.Created($"{Address}/{annotation.Id}", annotation),
        AnnotationPosting.Noted { Annotation: var annotation } => new KnownBefore(annotation),
        AnnotationPosting.EndsDiffer { Annotation: var annotation } => Problems.Conflict(
            $"until: the same text stands at the same time with another end, as {annotation.Id}. Take that back first."),
        AnnotationPosting.KeyReused => Problems.Unprocessable($"{AnnotationRequest.IdempotencyKey}: was used for another annotation."),
        var other => throw new InvalidOperationException($"{other.GetType()} is no kind of posting known here."),
    };

    private static IResult Delete(string id, AnnotationStore store) =>
        store.Withdraw(id) is { } annotation ? TypedResults.Ok(annotation) : Problems.NotFound($"There is no annotation {Parsed.Quote(id)}.");

    private static (string? Key, ProblemHttpResult? Problem) ReadKey(HttpRequest request)
    {
        var sent = request.Headers[AnnotationRequest.IdempotencyKey];
        if (sent.Count == 0)
        {
            return (null, null);
        }

        return sent is [{ Length: > 0 and <= AnnotationRequest.LongestKey } key] && !key.AsSpan().ContainsAnyExceptInRange('!', '~')
            ? (key, null)
            : (null, Problems.BadParameter(AnnotationRequest.IdempotencyKey, $"must be one text of 1 to {AnnotationRequest.LongestKey} visible ASCII characters."));
    }

    /// <summary>200 with the place of what was there already.</summary>
    private sealed class KnownBefore(Annotation annotation) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers.Location = $"{Address}/{annotation.Id}";
            return TypedResults.Ok(annotation).ExecuteAsync(httpContext);
        }
    }
}
