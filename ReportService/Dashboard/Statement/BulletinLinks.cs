using System.Globalization;

namespace Affluence.Report.Dashboard.Statement;

/// <summary>Where the API keeps bulletins.</summary>
internal static class BulletinLinks
{
    /// <summary>The text alone, as it was issued.</summary>
    public static string Text(long number, string language) =>
        string.Create(CultureInfo.InvariantCulture, $"/api/v1/bulletins/{number}?lang={language}&format=text");
}
