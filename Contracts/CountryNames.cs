using System.Globalization;

namespace Affluence;

/// <summary>Names of countries as .NET's ICU data (Unicode CLDR) gives them, whatever the culture of the process.</summary>
public static class CountryNames
{
    private static readonly string[] EnglishNames = NamesIn("en", unknown: "Unknown");
    private static readonly string[] FrenchNames = NamesIn("fr", unknown: "Inconnu");

    /// <summary>For example "United States"; "Unknown" for <see cref="CountryCode.Unknown"/>.</summary>
    public static string English(CountryCode country) => EnglishNames[country.Index];

    /// <summary>For example "États-Unis"; "Inconnu" for <see cref="CountryCode.Unknown"/>.</summary>
    public static string French(CountryCode country) => FrenchNames[country.Index];

    // ICU makes a locale of any language and region ("fr-VN"), and a region's native name is its name in that locale's language.
    // Without ICU (InvariantGlobalization) this throws CultureNotFoundException rather than give code letters for names.
    private static string[] NamesIn(string language, string unknown) =>
        [.. CountryCode.All.Select(country => country.IsUnknown ? unknown : new RegionInfo($"{language}-{country}").NativeName)];
}
