using Affluence.Report.Dashboard.TimeTravel;

namespace Affluence.Report.Dashboard.Embed;

/// <summary>Addresses of the embeddable figure.</summary>
internal static class EmbedLinks
{
    /// <summary>For example <c>/fr/embed?at=2016-11-08T23:00</c>.</summary>
    /// <param name="at">Value of <c>at</c> by <see cref="MomentLinks.Parameter"/>; null: live.</param>
    /// <param name="span">Value of <c>span</c>; null: as usual.</param>
    public static string Figure(string language, string? at, string? span)
    {
        var page = MomentLinks.Page(language, at, span);
        var query = page.IndexOf('?', StringComparison.Ordinal);
        return Path(language) + (query < 0 ? string.Empty : page[query..]);
    }

    public static string Path(string language) => language == "fr" ? "/fr/embed" : "/embed";
}
