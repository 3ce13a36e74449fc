using Affluence.Report.Languages;
using Microsoft.AspNetCore.Components;

namespace Affluence.Report.Dashboard.Map;

/// <summary>
/// The world, each country coloured by its share of the visitors or by its ratio to the ordinary week. Whoever can't use it needs the same
/// figures as a table beside it; to a screen reader it is one picture with a summary. It has no script and asks for nothing.
/// </summary>
public sealed partial class WorldMap
{
    private const int PointRadius = 40;
    private const int CountriesInSummary = 3;

    private readonly string _id = $"map-{Guid.NewGuid():N}";
    private Dictionary<CountryCode, MapCountry> _byCode = [];

    /// <summary>The countries that have visitors, unknown (ZZ) too. What is not in it has none.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<MapCountry> Countries { get; set; } = [];

    [Parameter]
    public MapMode Mode { get; set; }

    /// <summary><c>en</c> or <c>fr</c>.</summary>
    [Parameter]
    public string Language { get; set; } = "en";

    /// <summary>Null: as the reader's system prefers.</summary>
    [Parameter]
    public bool? Dark { get; set; }

    private Typography Words { get; set; } = Typography.English;

    private MapScale Scale => MapScale.Of(Mode);

    private string Theme => Dark switch { true => "map-dark", false => "map-light", null => "map-auto" };

    private string Title => Mode == MapMode.Share
        ? Words.Choose("World map: share of the visitors by country", "Carte du monde\u00A0: part des visiteurs selon le pays")
        : Words.Choose(
            "World map: visitors by country compared with the same moment a week earlier",
            "Carte du monde\u00A0: visiteurs selon le pays, par rapport au même moment une semaine plus tôt");

    private string Summary
    {
        get
        {
            var largest = _byCode.Values
                .Where(country => !country.Code.IsUnknown && country.Value is not null)
                .OrderByDescending(country => country.Value)
                .Take(CountriesInSummary)
                .Select(country => $"{country.Name} {Scale.Write(Words, country.Value!.Value)}")
                .ToList();
            var count = _byCode.Keys.Count(code => !code.IsUnknown);
            var countries = Words.Choose($"Countries with visitors: {count}.", $"Pays ayant des visiteurs\u00A0: {count}.");
            return largest.Count == 0
                ? countries
                : $"{Words.Choose("Highest: ", "En tête\u00A0: ")}{string.Join("; ", largest)}. {countries} " +
                    Words.Choose("All figures are in the table.", "Tous les chiffres sont dans le tableau.");
        }
    }

    private string? NotDrawn
    {
        get
        {
            var names = _byCode.Values.Where(country => !CountryShapes.World.Has(country.Code)).Select(Describe).ToList();
            return names.Count == 0 ? null : Words.Choose("In the table only: ", "Au tableau seulement\u00A0: ") + string.Join("; ", names) + ".";
        }
    }

    protected override void OnParametersSet()
    {
        Words = Typography.TryFind(Language, out var words)
            ? words
            : throw new ArgumentException($"'{Language}' is no language of the map; it is one of {string.Join(", ", Typography.Languages)}.");
        _byCode = Countries.ToDictionary(country => country.Code);
    }

    private string ClassOf(CountryCode code) => _byCode.TryGetValue(code, out var country)
        ? country.Value is { } value ? $"map-{Scale.ClassOf(value)}" : "map-unknown"
        : "map-none";

    // A pattern is named by its id, which a stylesheet can't know.
    private string? FillOf(CountryCode code) => _byCode.TryGetValue(code, out var country) && country.Value is null ? $"url(#{_id}-hatch)" : null;

    private string Describe(CountryCode code) =>
        _byCode.TryGetValue(code, out var country) ? Describe(country) : NameOf(code) + Words.Choose(": no visitors", "\u00A0: aucun visiteur");

    private string Describe(MapCountry country) =>
        country.Name + Words.Choose(": ", "\u00A0: ") + (country.Value is { } value ? Scale.Write(Words, value) : Words.Choose("not known", "inconnu"));

    private string NameOf(CountryCode code) => Typography.AtHead(Words.Choose(CountryNames.English(code), CountryNames.French(code)));

    private static RenderFragment Swatch(string colour) => builder =>
    {
        builder.OpenElement(0, "span");
        builder.AddAttribute(1, "class", $"world-map-swatch {colour}");
        builder.AddAttribute(2, "aria-hidden", "true");
        builder.CloseElement();
    };
}
