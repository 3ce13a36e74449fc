using System.Globalization;
using Affluence.Report.Bulletins;
using Affluence.Report.CivilTime;
using Affluence.Report.Dashboard.TimeTravel;
using Affluence.Report.Languages;

namespace Affluence.Report.Dashboard.Statement;

/// <summary>One bulletin that was issued, as the history shows it.</summary>
/// <param name="Moment">The minute it tells of, as the page's <c>at</c>.</param>
/// <param name="Note">That it replaces another or was replaced; null: neither.</param>
public sealed record BulletinEntryView(
    string Number, string Headline, string Issued, string? Note, bool IsReplaced, string Moment, string EnglishLink, string FrenchLink)
{
    internal static BulletinEntryView Of(Bulletin bulletin, SiteCalendar calendar, Typography words)
    {
        var (time, date) = (words.Time(bulletin.IssuedAt), words.ShortDate(bulletin.IssuedAt));
        return new BulletinEntryView(
            Name(bulletin.Number),
            bulletin.In(words.Language).Headline,
            words.Choose($"issued at {time} on {date}", $"publié le {date} à {time}"),
            bulletin switch
            {
                { SupersededBy: { } by } => words.Choose($"replaced by {Name(by)}", $"remplacé par le {Name(by)}"),
                { Supersedes: { } earlier } => words.Choose($"replaces {Name(earlier)}", $"remplace le {Name(earlier)}"),
                _ => null,
            },
            bulletin.SupersededBy is not null,
            MomentLinks.Parameter(bulletin.At, calendar),
            BulletinLinks.Text(bulletin.Number, Typography.English.Language),
            BulletinLinks.Text(bulletin.Number, Typography.French.Language));
    }

    private static string Name(long number) => number.ToString(CultureInfo.InvariantCulture);
}
