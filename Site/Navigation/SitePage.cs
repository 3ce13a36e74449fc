using Affluence.Site.Languages;

namespace Affluence.Site.Navigation;

/// <summary>A page of the site, which exists in both languages under the same slug: the path after the language, empty for the home page.</summary>
internal sealed record SitePage(string Slug, string EnglishName, string FrenchName)
{
    public static SitePage Home { get; } = new("", "Home", "Accueil");

    public static SitePage PermanentResidence { get; } = new("permanent-residence", "Permanent residence", "Résidence permanente");

    public static SitePage Citizenship { get; } = new("citizenship", "Citizenship", "Citoyenneté");

    public static SitePage Work { get; } = new("work", "Work", "Travailler");

    public static SitePage Study { get; } = new("study", "Study", "Étudier");

    public static SitePage Visit { get; } = new("visit", "Visit", "Visiter");

    public static SitePage Eligibility { get; } = new("eligibility", "Eligibility", "Admissibilité");

    public static SitePage ProcessingTimes { get; } = new("processing-times", "Processing times", "Délais de traitement");

    public static SitePage Contact { get; } = new("contact", "Contact", "Nous joindre");

    /// <summary>Every page, in the order of the menu.</summary>
    public static IReadOnlyList<SitePage> All { get; } =
        [Home, PermanentResidence, Citizenship, Work, Study, Visit, Eligibility, ProcessingTimes, Contact];

    public string Name(SiteLanguage language) => language.Choose(EnglishName, FrenchName);

    public string Path(SiteLanguage language) => Slug.Length == 0 ? $"/{language.Code}" : $"/{language.Code}/{Slug}";
}
