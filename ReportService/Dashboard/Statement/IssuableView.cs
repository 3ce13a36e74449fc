using System.Globalization;
using Affluence.Report.CivilTime;
using Affluence.Report.Dashboard.TimeTravel;
using Affluence.Report.Languages;

namespace Affluence.Report.Dashboard.Statement;

/// <summary>A minute of which a bulletin can be issued.</summary>
/// <param name="At">As <c>POST /api/v1/bulletins</c> takes it: with its offset.</param>
/// <param name="Time">In words.</param>
/// <param name="Page">Where the bulletin is shown, with the figures of its minute.</param>
public sealed record IssuableView(string At, string Time, string Page)
{
    internal static IssuableView Of(DateTimeOffset minute, string language, string? span, SiteCalendar calendar, Typography words)
    {
        var civil = calendar.Localize(minute);
        return new IssuableView(
            civil.ToString("yyyy-MM-dd'T'HH:mmzzz", CultureInfo.InvariantCulture),
            words.Time(civil),
            MomentLinks.Page(language, MomentLinks.Parameter(minute, calendar), span));
    }
}
