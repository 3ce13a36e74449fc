using Affluence.Report.Api;
using Affluence.Report.Attribution;
using Affluence.Report.CivilTime;
using Affluence.Report.Dashboard.Curve;
using Affluence.Report.Dashboard.Now;
using Affluence.Report.Dashboard.TimeTravel;
using Affluence.Report.Languages;
using Affluence.Report.Live;
using Affluence.Report.Snapshots;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Affluence.Report.Dashboard.Embed;

/// <summary>
/// A small page with the figure and the curve, for other sites to show in a frame, in English at <c>/embed</c> and in French at <c>/fr/embed</c>.
/// It has no script and holds no connection.
/// </summary>
internal static class EmbedEndpoint
{
    // Nothing but our own stylesheet and pictures. Unlike the dashboard, which nobody may frame, it has no button to be led to press.
    private const string Policy = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors ";

    public static void MapEmbed(this IEndpointRouteBuilder endpoints)
    {
        foreach (var words in (ReadOnlySpan<Typography>)[Typography.English, Typography.French])
        {
            endpoints.MapMethods(EmbedLinks.Path(words.Language), [HttpMethods.Get, HttpMethods.Head], ShowAsync).ExcludeFromDescription();
        }
    }

    private static async Task<IResult> ShowAsync(
        HttpContext context,
        CurrentSnapshot current,
        PastSnapshots past,
        CurveStore curves,
        GeoDatasetSource datasets,
        SiteCalendar calendar,
        IOptions<EmbedOptions> options,
        CancellationToken cancellationToken)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy + options.Value.FrameAncestors;
        headers["Referrer-Policy"] = "no-referrer";
        headers[HeaderNames.CacheControl] = "no-store";

        var (asked, parameter, fault) = EmbedRequest.Read(context.Request, calendar.Zone);
        if (fault is not null)
        {
            return Problems.BadParameter(parameter!, fault);
        }

        var page = asked.Page;
        var words = page.Language == Typography.French.Language ? Typography.French : Typography.English;
        var (snapshot, reason, status) = page.At is { } at
            ? Told(await past.FindAsync(at, cancellationToken))
            : (current.Read(), current.Failure, StatusCodes.Status503ServiceUnavailable);
        var (dataset, _) = await datasets.FindAsync(cancellationToken);
        var curve = snapshot is null ? null : CurveView.Of(curves.Read(page.Span, page.At), page.At, calendar, words);
        return new RazorComponentResult<EmbedDocument>(new Dictionary<string, object?>
        {
            [nameof(EmbedDocument.Language)] = words.Language,
            [nameof(EmbedDocument.View)] = snapshot is null ? null : NowView.Of(snapshot, live: page.At is null, calendar, words),
            [nameof(EmbedDocument.At)] = page.At is { } minute ? MomentLinks.Parameter(MinuteRange.WholeMinute(minute), calendar) : null,
            [nameof(EmbedDocument.Span)] = page.Span == CurveSpan.ThreeHours ? null : page.Span.Key,
            [nameof(EmbedDocument.Theme)] = asked.Theme,
            [nameof(EmbedDocument.Curve)] = curve is { IsEmpty: false } ? curve.Summary : null,
            [nameof(EmbedDocument.Stale)] = page.At is null ? snapshot?.Quality.Stale : null,
            [nameof(EmbedDocument.Reason)] = snapshot is null ? reason : null,
            [nameof(EmbedDocument.Attribution)] = dataset?.Attribution,
        })
        {
            StatusCode = snapshot is null ? status : StatusCodes.Status200OK,
        };
    }

    private static (Snapshot? Snapshot, string? Reason, int Status) Told(ArchiveAnswer answer) => answer switch
    {
        ArchiveAnswer.Found { Snapshot: var snapshot } => (snapshot, null, StatusCodes.Status200OK),
        ArchiveAnswer.Unknown { Reason: var reason } => (null, reason, StatusCodes.Status404NotFound),
        ArchiveAnswer.Unreachable { Reason: var reason } => (null, reason, StatusCodes.Status503ServiceUnavailable),
        _ => throw new InvalidOperationException($"{answer.GetType()} is no kind of answer known here."),
    };
}
