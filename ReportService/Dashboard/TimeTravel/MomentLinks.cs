using System.Globalization;
using Affluence.Report.CivilTime;
using NodaTime;

namespace Affluence.Report.Dashboard.TimeTravel;

/// <summary>Addresses of the dashboard: which language, which minute, how much of the curve.</summary>
internal static class MomentLinks
{
    /// <summary>For example <c>/fr?at=2016-11-08T23:00&amp;span=24h</c>. What is as usual is left out.</summary>
    /// <param name="at">Value of <c>at</c> by <see cref="Parameter"/>; null: live.</param>
    /// <param name="span">Value of <c>span</c>; null: as usual.</param>
    public static string Page(string language, string? at, string? span)
    {
        // A colon may stand in a query as it is, and an address is read by people too.
        var moment = at is null ? null : $"at={Uri.EscapeDataString(at).Replace("%3A", ":", StringComparison.Ordinal)}";
        var query = string.Join('&', new[] { moment, span is null ? null : $"span={span}" }.OfType<string>());
        return $"{Home(language)}{(query.Length == 0 ? string.Empty : "?")}{query}";
    }

    public static string Home(string language) => language == "fr" ? "/fr" : "/";

    /// <summary>
    /// A minute as a parameter: the time on the site's clocks, as people read it. With its offset where those clocks show it twice, since
    /// <see cref="MomentText"/> would have to ask which is meant.
    /// </summary>
    public static string Parameter(DateTimeOffset at, SiteCalendar calendar)
    {
        var civil = calendar.Localize(at);
        var shownOnce = calendar.Zone.MapLocal(LocalDateTime.FromDateTime(civil.DateTime)).Count == 1;
        return civil.ToString(shownOnce ? "yyyy-MM-dd'T'HH:mm" : "yyyy-MM-dd'T'HH:mmzzz", CultureInfo.InvariantCulture);
    }
}
