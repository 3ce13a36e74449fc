using System.Globalization;

namespace Affluence;

/// <summary>
/// Names of countries in Canadian English and French, as in the middle of a sentence ("îles Cook"), and their places in the alphabet. They are
/// Unicode CLDR's, kept in <c>Countries/names.tsv</c>: those of .NET come from the machine's ICU, and differ with its version.
/// </summary>
public static class CountryNames
{
    private static readonly string[] Lines = Read();
    private static readonly Entry[] Entries = InOrderOfIndex(Lines.Where(IsEntry).Select(Parse).ToDictionary(entry => entry.Code));

    /// <summary>Where the names are from, and the version: "Unicode CLDR 48.2.0".</summary>
    public static string Source { get; } = Lines[0].TrimStart('#', ' ');

    /// <summary>For example "United States"; "Unknown" for <see cref="CountryCode.Unknown"/>.</summary>
    public static string English(CountryCode country) => Entries[country.Index].English;

    /// <summary>For example "États-Unis"; "Inconnu" for <see cref="CountryCode.Unknown"/>.</summary>
    public static string French(CountryCode country) => Entries[country.Index].French;

    /// <summary>Which of the English names this is in alphabetical order, from 0.</summary>
    public static int PlaceInEnglish(CountryCode country) => Entries[country.Index].PlaceInEnglish;

    /// <summary>Which of the French names this is in alphabetical order, from 0: "Égypte" before "Espagne".</summary>
    public static int PlaceInFrench(CountryCode country) => Entries[country.Index].PlaceInFrench;

    private static string[] Read()
    {
        const string Resource = "Countries/names.tsv";
        using var stream = typeof(CountryNames).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The resource {Resource} is missing.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    private static Entry[] InOrderOfIndex(Dictionary<CountryCode, Entry> entries) => [.. CountryCode.All.Select(code => entries[code])];

    private static bool IsEntry(string line) => line[0] != '#';

    private static Entry Parse(string line) => line.Split('\t') is [var code, var english, var french, var inEnglish, var inFrench]
        ? new Entry(
            CountryCode.Parse(code), english, french, int.Parse(inEnglish, CultureInfo.InvariantCulture), int.Parse(inFrench, CultureInfo.InvariantCulture))
        : throw new FormatException($"'{line}' has no five columns.");

    private sealed record Entry(CountryCode Code, string English, string French, int PlaceInEnglish, int PlaceInFrench);
}
