using System.Globalization;

namespace Affluence;

// TEMPORARY: delete at merge. The real one comes with the geo branch, in Contracts, with this very signature.
public static class CountryNames
{
    public static string English(CountryCode country) => country.IsUnknown ? "Unknown" : new RegionInfo($"en-{country}").NativeName;

    public static string French(CountryCode country) => country.IsUnknown ? "Inconnu" : new RegionInfo($"fr-{country}").NativeName;
}
