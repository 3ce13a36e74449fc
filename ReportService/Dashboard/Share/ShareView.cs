using Affluence.Report.CivilTime;
using Affluence.Report.Dashboard.Curve;
using Affluence.Report.Dashboard.Embed;
using Affluence.Report.Dashboard.TimeTravel;
using Affluence.Report.Languages;
using Affluence.Report.Snapshots;

namespace Affluence.Report.Dashboard.Share;

/// <summary>What can be passed on of what the page shows.</summary>
/// <param name="IsLive">Whether it is of the newest minute and goes on with time.</param>
/// <param name="Minute">The minute shown, in words.</param>
/// <param name="Permalink">The page of that minute, with its host.</param>
/// <param name="Embed">HTML that shows the figure in a page of another site.</param>
/// <param name="From">Begin of the curve's time, as the API takes it and a browser's field for a local time.</param>
/// <param name="To">End of it, exclusive.</param>
/// <param name="Csv">The snapshots of that time.</param>
/// <param name="Json">The same.</param>
public sealed record ShareView(
    bool IsLive, string Minute, string Permalink, string Embed, IReadOnlyList<PictureRow> Pictures, string From, string To, string Csv, string Json)
{
    private const int LengthWithoutOffset = 16;

    /// <param name="shown">The minute shown, or the newest one when the page is live.</param>
    /// <param name="live">Whether the page is live: then there are also pictures that keep up with it.</param>
    /// <param name="home">Address of the site's root as the reader reached it, with a slash at its end.</param>
    internal static ShareView Of(DateTimeOffset shown, bool live, CurveSpan span, string home, SiteCalendar calendar, Typography words)
    {
        var minute = MinuteRange.WholeMinute(shown);
        var (language, at, key) = (words.Language, MomentLinks.Parameter(minute, calendar), span == CurveSpan.ThreeHours ? null : span.Key);
        var end = minute.AddMinutes(1);
        var (from, to) = (MomentLinks.Parameter(end - span.Length, calendar), MomentLinks.Parameter(end, calendar));

        // A week of minutes is more than is given as JSON at once, and more than many want.
        var step = span == CurveSpan.Week ? "PT15M" : null;
        var civil = calendar.Localize(minute);
        return new ShareView(
            live,
            words.Choose($"{words.Time(civil)} on {words.ShortDate(civil)}", $"{words.Time(civil)}, le {words.ShortDate(civil)}"),
            Absolute(home, MomentLinks.Page(language, at, key)),
            $"<iframe src=\"{Absolute(home, EmbedLinks.Figure(language, live ? null : at, key))}\" title=\"{words.Choose("Visitors of the site", "Visiteurs du site")}\" " +
            "width=\"640\" height=\"620\" loading=\"lazy\"></iframe>",
            [
                .. live ? [Row(words.Choose("Now, always the newest", "Maintenant, toujours les plus récentes"), language, null, key)] : Array.Empty<PictureRow>(),
                Row(words.Choose("This minute, to stay", "Cette minute, pour rester"), language, at, key),
            ],
            from[..LengthWithoutOffset],
            to[..LengthWithoutOffset],
            PictureLinks.Snapshots("csv", from, to, step),
            PictureLinks.Snapshots("json", from, to, step));
    }

    private static PictureRow Row(string title, string language, string? at, string? span) => new(
        title,
        PictureLinks.Curve("png", language, at, span),
        PictureLinks.Curve("svg", language, at, span),
        PictureLinks.Countries("png", language, at),
        PictureLinks.Countries("svg", language, at));

    private static string Absolute(string home, string path) => home + path.TrimStart('/');
}
