using Affluence.Site.Languages;

namespace Affluence.Site.ProcessingTimes;

/// <summary>The weeks within which eight of ten applications are decided. Every figure is made up for the demonstration.</summary>
internal sealed record ProgrammeTime(string EnglishName, string FrenchName, int Weeks)
{
    public static DateOnly LastUpdated { get; } = new(2016, 11, 7);

    public static IReadOnlyList<ProgrammeTime> All { get; } =
    [
        new("Visitor visa", "Visa de visiteur", 3),
        new("Longer visit", "Prolongation de séjour", 5),
        new("Study permit", "Permis d’études", 6),
        new("Work permit", "Permis de travail", 9),
        new("Permanent residence: skilled workers", "Résidence permanente\u00A0: travailleurs qualifiés", 26),
        new("Permanent residence: family", "Résidence permanente\u00A0: famille", 48),
        new("Citizenship", "Citoyenneté", 52),
        new("Replacement of a lost document", "Remplacement d’un document perdu", 4),
    ];

    public string Name(SiteLanguage language) => language.Choose(EnglishName, FrenchName);
}
