using Affluence.Site.Languages;

namespace Affluence.Site.Navigation;

/// <summary>The words around every page. What a page itself says stands in <c>Pages/En</c> and <c>Pages/Fr</c>.</summary>
internal sealed record LayoutText
{
    public static LayoutText English { get; } = new()
    {
        SiteName = "Immigration Borealia",
        SkipLink = "Skip to main content",
        NoticeName = "About this site",
        NoticeLead = "This is a demonstration.",
        Notice = "It belongs to no government, and Borealia does not exist. Nothing here is advice, and no application can be made.",
        MenuName = "Main menu",
        LanguageSwitch = "Français",
        Purpose = "Demonstration site of the Affluence project. It belongs to no government, sets no cookie and keeps nothing you enter.",
    };

    public static LayoutText French { get; } = new()
    {
        SiteName = "Immigration Boréalie",
        SkipLink = "Passer au contenu principal",
        NoticeName = "À propos de ce site",
        NoticeLead = "Ceci est une démonstration.",
        Notice = "Ce site n’appartient à aucun gouvernement, et la Boréalie n’existe pas. Rien ici ne constitue un conseil, et aucune demande ne peut y être présentée.",
        MenuName = "Menu principal",
        LanguageSwitch = "English",
        Purpose = "Site de démonstration du projet Affluence. Il n’appartient à aucun gouvernement, ne dépose aucun témoin et ne conserve rien de ce que vous y saisissez.",
    };

    public required string SiteName { get; init; }

    public required string SkipLink { get; init; }

    public required string NoticeName { get; init; }

    public required string NoticeLead { get; init; }

    public required string Notice { get; init; }

    public required string MenuName { get; init; }

    /// <summary>In the other language, since it is for those who read that one.</summary>
    public required string LanguageSwitch { get; init; }

    public required string Purpose { get; init; }

    public static LayoutText In(SiteLanguage language) => language == SiteLanguage.English ? English : French;
}
