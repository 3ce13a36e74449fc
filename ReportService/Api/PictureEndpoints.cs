using System.Globalization;
using System.Text.Json.Nodes;
using Affluence.Report.Attribution;
using Affluence.Report.CivilTime;
using Affluence.Report.Dashboard.Curve;
using Affluence.Report.Dashboard.Origins;
using Affluence.Report.Dashboard.TimeTravel;
using Affluence.Report.History;
using Affluence.Report.Languages;
using Affluence.Report.Live;
using Affluence.Report.Pictures;
using Affluence.Report.Snapshots;
using Microsoft.OpenApi;

namespace Affluence.Report.Api;

/// <summary>The curve and the countries as pictures, for a report or a page of another site.</summary>
internal static class PictureEndpoints
{
    private const string Details =
        "`at` is an instant or a time on the site's clocks; without it the picture is of now. `width` (320 to 2400, usually 1200) and `height` " +
        "(240 to 1600, usually in the same proportion as 1200 to 675) are in pixels. A picture of final minutes has the same bytes each time. " +
        "One picture is drawn at a time; when too many wait, in all or of one address, the answer is 503.";

    public static void MapPictures(this IEndpointRouteBuilder api)
    {
        foreach (var form in (ReadOnlySpan<Representation>)[Representation.Png, Representation.Svg])
        {
            var name = form.Format.ToUpperInvariant();
            api.MapRead($"/pictures/curve.{form.Format}", GetCurveAsync, PictureParameters.OfCurve)
                .Describe(form, PictureParameters.OfCurve)
                .WithName($"GetCurve{name}")
                .WithSummary($"The curve of visitors as {name}")
                .WithDescription($"With the same time last week, page views refused, and the moments that matter. {Details}");
            api.MapRead($"/pictures/countries.{form.Format}", GetCountriesAsync, PictureParameters.OfCountries)
                .Describe(form, PictureParameters.OfCountries)
                .WithName($"GetCountries{name}")
                .WithSummary($"The countries of the visitors as {name}")
                .WithDescription($"The ten with the most, all others together and the unknown, with their range in the same hour last week. {Details}");
        }
    }

    private static async Task<IResult> GetCurveAsync(
        CurveStore curves,
        SnapshotHistory history,
        GeoDatasetSource datasets,
        PictureRenderer renderer,
        SiteCalendar calendar,
        TimeProvider timeProvider,
        HttpContext context,
        CancellationToken cancellationToken)
    {
        var (asked, problem) = PictureParameters.Read(context.Request.Query, IsVector(context), calendar.Zone);
        if (asked is null)
        {
            return problem!;
        }

        var now = timeProvider.GetUtcNow();
        if (asked.At > now)
        {
            return Problems.NoFigures("The moment lies in the future.");
        }

        DateTimeOffset? minute = asked.At is { } at ? MinuteRange.WholeMinute(at) : null;
        var data = curves.Read(asked.Span, minute);
        if (data.Points.All(point => point is { Visitors: null, RefusedPageViews: null }))
        {
            return Problems.NoFigures("No minute of this time is on record.");
        }

        var (dataset, _) = await datasets.FindAsync(cancellationToken);
        var look = asked.Look;
        var words = new PictureWords(calendar, look.Words);
        var warning = words.CurveWarning(data, now);
        var version = (data, dataset?.Attribution, warning);
        var drawn = await renderer.FindOrDrawAsync(
            Subject($"curve {asked.Span.Key}", minute),
            Name(look),
            version,
            () =>
            {
                var view = CurveView.Of(data, minute, calendar, look.Words);
                return new CurvePicture(view, words.CurveTime(data, minute), warning, words.CurveFootnotes(view, dataset)).Draw(look);
            },
            cancellationToken);
        return Answer(context, drawn, $"curve-{asked.Span.Key}-{FileTime(minute ?? data.To)}", look, isFinal: minute is not null && warning is null && IsFinal(data, history));
    }

    private static async Task<IResult> GetCountriesAsync(
        CurrentSnapshot current,
        PastSnapshots past,
        GeoDatasetSource datasets,
        PictureRenderer renderer,
        SiteCalendar calendar,
        HttpContext context,
        CancellationToken cancellationToken)
    {
        var (asked, problem) = PictureParameters.Read(context.Request.Query, IsVector(context), calendar.Zone);
        if (asked is null)
        {
            return problem!;
        }

        Snapshot snapshot;
        if (asked.At is { } at)
        {
            switch (await past.FindAsync(at, cancellationToken))
            {
                case ArchiveAnswer.Found found:
                    snapshot = found.Snapshot;
                    break;
                case ArchiveAnswer.Unknown { Reason: var reason }:
                    return Problems.NoFigures(reason);
                case ArchiveAnswer.Unreachable { Reason: var reason }:
                    return Problems.Unavailable(context, reason);
                case var other:
                    throw new InvalidOperationException($"{other.GetType()} is no kind of answer known here.");
            }
        }
        else if (current.Read() is { } newest)
        {
            snapshot = newest;
        }
        else
        {
            return Problems.Unavailable(context, current.Failure ?? "The first snapshot is not composed yet.");
        }

        var look = asked.Look;
        if (CountryBar.Of(OriginRows.Of(snapshot, look.Words), look.Words) is not { Count: > 0 } bars)
        {
            return Problems.NoFigures("There is no visitor whose country could be shown.");
        }

        var (dataset, _) = await datasets.FindAsync(cancellationToken);
        var words = new PictureWords(calendar, look.Words);
        DateTimeOffset? minute = asked.At is null ? null : snapshot.At;
        var drawn = await renderer.FindOrDrawAsync(
            Subject("countries", minute),
            Name(look),
            (Version(snapshot, isCurrent: minute is null), dataset?.Attribution),
            () => new CountriesPicture(bars, words.CountriesTime(snapshot), words.CountriesWarning(snapshot), words.CountriesFootnotes(dataset)).Draw(look),
            cancellationToken);

        // Without the dataset's attribution, which must not be missing for long.
        return Answer(context, drawn, $"countries-{FileTime(snapshot.At)}", look, isFinal: minute is not null && snapshot.Final && dataset is not null);
    }

    private static IResult Answer(HttpContext context, Picture? drawn, string name, PictureLook look, bool isFinal) => drawn is null
        ? Problems.Unavailable(context, "Too many pictures wait to be drawn.")
        : new PictureResult(drawn, name, look.Words.Language, isFinal);

    // The current snapshot is another every 2 s; a picture of it is drawn no oftener than it may be kept.
    private static object Version(Snapshot snapshot, bool isCurrent) => isCurrent
        ? (snapshot.Quality.ComposedAt.ToUnixTimeSeconds() / 10, snapshot.Quality.Stale is null)
        : (snapshot.At, snapshot.Revision, snapshot.Final, snapshot.Quality.ComposedAt);

    private static bool IsFinal(CurveData data, SnapshotHistory history) =>
        history.Statuses(SnapshotHistory.Minute(data.From), SnapshotHistory.Minute(data.To)).Values.All(status => status.Final);

    private static bool IsVector(HttpContext context) => context.Representation() == Representation.Svg;

    private static string Subject(string kind, DateTimeOffset? minute) => string.Create(CultureInfo.InvariantCulture, $"{kind} {minute:O}");

    private static string Name(PictureLook look) =>
        string.Create(CultureInfo.InvariantCulture, $"{look.Words.Language} {look.Theme.Key} {look.Width} {look.Height} {look.IsVector}");

    private static string FileTime(DateTimeOffset at) => at.UtcDateTime.ToString("yyyyMMdd'T'HHmm'Z'", CultureInfo.InvariantCulture);

    private static RouteHandlerBuilder Describe(this RouteHandlerBuilder endpoint, Representation form, string[] parameters) =>
        endpoint
            .Offers(form)
            .TakesPlace(PlaceKind.Picture)
            .Produces<byte[]>(StatusCodes.Status200OK, form.MediaType)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .AddOpenApiOperationTransformer((operation, _, _) =>
            {
                operation.Parameters = [.. parameters.Select(Parameter)];
                return Task.CompletedTask;
            });

    // The handlers read them from the query, so the generator of the API's description does not see them.
    private static OpenApiParameter Parameter(string name) => new()
    {
        Name = name,
        In = ParameterLocation.Query,
        Schema = name switch
        {
            PictureParameters.SpanParameter => OneOf(CurveSpan.All.Select(span => span.Key)),
            PictureParameters.LanguageParameter => OneOf(Typography.Languages),
            PictureParameters.ThemeParameter => OneOf(PictureTheme.All.Select(theme => theme.Key)),
            PictureParameters.WidthParameter => Pixels(PictureLook.LeastWidth, PictureLook.MostWidth),
            PictureParameters.HeightParameter => Pixels(PictureLook.LeastHeight, PictureLook.MostHeight),
            _ => new OpenApiSchema { Type = JsonSchemaType.String },
        },
    };

    private static OpenApiSchema OneOf(IEnumerable<string> known) =>
        new() { Type = JsonSchemaType.String, Enum = [.. known.Select(value => JsonValue.Create(value))] };

    private static OpenApiSchema Pixels(int least, int most) => new()
    {
        Type = JsonSchemaType.Integer,
        Minimum = least.ToString(CultureInfo.InvariantCulture),
        Maximum = most.ToString(CultureInfo.InvariantCulture),
    };
}
