using Affluence.Report.Bulletins;
using Affluence.Report.Languages;

namespace Affluence.Report.Dashboard.Statement;

/// <summary>What can be told journalists, in one language.</summary>
/// <param name="Language"><c>en</c> or <c>fr</c>.</param>
/// <param name="Imprint">That it is a draft, or its number and when it was issued.</param>
/// <param name="Permalink">Where it stays as it is; null: it is a draft.</param>
public sealed record StatementView(string Language, string Headline, string Imprint, IReadOnlyList<string> Paragraphs, string? Permalink)
{
    /// <summary>In both languages, that of the page first.</summary>
    internal static IReadOnlyList<StatementView> OfDraft(BilingualStatement draft, Typography words) =>
        InBoth(words, language => Of(IssuedText.Of(draft.In(language.Language), Bulletins.Imprint.OfDraft(language)), permalink: null));

    /// <summary>In both languages, that of the page first.</summary>
    internal static IReadOnlyList<StatementView> OfBulletin(Bulletin bulletin, Typography words) =>
        InBoth(words, language => Of(bulletin.In(language.Language), BulletinLinks.Text(bulletin.Number, language.Language)));

    private static IReadOnlyList<StatementView> InBoth(Typography words, Func<Typography, StatementView> write) =>
        [.. words.Choose<Typography[]>([Typography.English, Typography.French], [Typography.French, Typography.English]).Select(write)];

    private static StatementView Of(IssuedText text, string? permalink) => new(text.Language, text.Headline, text.Imprint, text.Paragraphs, permalink);
}
