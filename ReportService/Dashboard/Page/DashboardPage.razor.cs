using Affluence.Report.CivilTime;
using Affluence.Report.Dashboard.Curve;
using Affluence.Report.Dashboard.TimeTravel;
using Affluence.Report.Snapshots;
using Microsoft.AspNetCore.Components;

namespace Affluence.Report.Dashboard.Page;

/// <summary>Reads what is asked, and says with the right status when it can't be shown. What it shows comes alive as <see cref="Board"/>.</summary>
public sealed partial class DashboardPage
{
    private const string SecondsToRetry = "2";

    private PageRequest _request = new("en", null, CurveSpan.ThreeHours);
    private PageFault? _fault;
    private string? _at;
    private string? _span;
    private string _latest = string.Empty;

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [Inject]
    private SiteCalendar Calendar { get; set; } = null!;

    [Inject]
    private PastSnapshots PastSnapshots { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    private string Other => Words.Choose("fr", "en");

    private string Title
    {
        get
        {
            if (_fault is not null)
            {
                return Words.Choose("Not found – Affluence", "Introuvable – Affluence");
            }

            return _request.At is { } at && Calendar.Localize(at) is var civil
                ? Words.Choose(
                    $"{Words.Time(civil)}, {Words.ShortDate(civil)}, {civil.Year} – Affluence",
                    $"{Words.Time(civil)}, {Words.ShortDate(civil)} {civil.Year} – Affluence")
                : Words.Choose("Visitors now – Affluence", "Visiteurs en ce moment – Affluence");
        }
    }

    protected override async Task OnInitializedAsync()
    {
        Language = PageRequest.LanguageOf(Http.Request.Path);
        (_request, var parameter, var wrong) = PageRequest.Read(Http.Request, Calendar.Zone);
        _span = _request.Span == CurveSpan.ThreeHours ? null : _request.Span.Key;
        _at = _request.At is { } at ? MomentLinks.Parameter(MinuteRange.WholeMinute(at), Calendar) : null;
        _latest = MomentLinks.Parameter(MinuteRange.WholeMinute(Time.GetUtcNow()), Calendar);
        _fault = wrong is null ? await FindAsync() : new PageFault(PageFaultKind.BadParameter, $"{parameter}: {wrong}");
        if (_fault is { Status: var status })
        {
            // Set when the response begins: Blazor sends no page with a 404 that it knows of.
            Http.Response.OnStarting(() =>
            {
                Http.Response.StatusCode = status;
                if (status == StatusCodes.Status503ServiceUnavailable)
                {
                    Http.Response.Headers.RetryAfter = SecondsToRetry;
                }

                return Task.CompletedTask;
            });
        }
    }

    private async Task<PageFault?> FindAsync()
    {
        if (_request.At is not { } at)
        {
            return null;
        }

        return await PastSnapshots.FindAsync(at, Http.RequestAborted) switch
        {
            ArchiveAnswer.Found => null,
            ArchiveAnswer.Unknown { Reason: var reason } => new PageFault(PageFaultKind.NoFigures, reason),
            ArchiveAnswer.Unreachable { Reason: var reason } => new PageFault(PageFaultKind.Unavailable, reason),
            var other => throw new InvalidOperationException($"{other.GetType()} is no kind of answer known here."),
        };
    }

    private string Absolute(string language) => $"{Http.Request.Scheme}://{Http.Request.Host}{MomentLinks.Page(language, _at, _span)}";
}
