namespace Affluence.Simulator.Traffic;

/// <summary>The pages of the site, under each of its two languages.</summary>
internal static class SitePages
{
    private static readonly string[] Topics =
    [
        "", "/permanent-residence", "/citizenship", "/work", "/study", "/visit", "/eligibility", "/processing-times", "/contact",
    ];

    /// <summary>Visitors come in by the home page and go on through the topics, each from another one.</summary>
    public static string Path(string language, int visitor, int read) =>
        $"/{language}{Topics[read == 0 ? 0 : 1 + ((visitor + read) % (Topics.Length - 1))]}";
}
