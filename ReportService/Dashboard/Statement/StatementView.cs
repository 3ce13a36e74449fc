using Affluence.Report.Bulletins;
using Affluence.Report.CivilTime;
using Affluence.Report.Dashboard.TimeTravel;
using Affluence.Report.Languages;
using Affluence.Report.Snapshots;

namespace Affluence.Report.Dashboard.Statement;

/// <summary>What can be told journalists, in one language.</summary>
/// <param name="Language"><c>en</c> or <c>fr</c>.</param>
/// <param name="Permalink">Where the same minute's statement can be read later.</param>
public sealed record StatementView(string Language, string Headline, IReadOnlyList<string> Paragraphs, string Permalink)
{
    /// <summary>In both languages, that of the page first.</summary>
    internal static IReadOnlyList<StatementView> Of(Snapshot snapshot, SiteCalendar calendar, Typography words)
    {
        var minute = MomentLinks.Parameter(MinuteRange.WholeMinute(snapshot.At), calendar);
        return [.. words.Choose<string[]>(["en", "fr"], ["fr", "en"]).Select(language => Of(Write(snapshot, language), minute))];
    }

    private static StatementView Of(Bulletin bulletin, string minute) =>
        new(bulletin.Language, bulletin.Headline, bulletin.Paragraphs, MomentLinks.Page(bulletin.Language, minute, span: null) + "#statement-title");

    private static Bulletin Write(Snapshot snapshot, string language) => BulletinWriter.TryFind(language, out var writer)
        ? writer.Write(snapshot)
        : throw new InvalidOperationException($"There is no bulletin in '{language}'.");
}
