using Affluence.Report.Dashboard.Map;
using Bunit;

namespace Affluence.ReportService.Tests.Dashboard.Map;

public sealed class WorldMapTests : BunitContext
{
    [Theory]
    [InlineData(0.0004, "map-0")]
    [InlineData(0.001, "map-1")]
    [InlineData(0.03, "map-2")]
    [InlineData(0.1, "map-3")]
    [InlineData(0.4999, "map-4")]
    [InlineData(0.5, "map-5")]
    [InlineData(1, "map-5")]
    public void Country_ByShare_ColouredByItsClass(double share, string colour)
    {
        var map = Draw(MapMode.Share, "en", Country("CA", share));

        Assert.Equal(colour, Shape(map, "CA").ClassName);
    }

    [Theory]
    [InlineData(0, "map-0")]
    [InlineData(1.5, "map-1")]
    [InlineData(11.8, "map-3")]
    [InlineData(57.1, "map-4")]
    [InlineData(100, "map-5")]
    public void Country_ByRatio_ColouredByItsClass(double ratio, string colour)
    {
        var map = Draw(MapMode.Ratio, "en", Country("US", ratio));

        Assert.Equal(colour, Shape(map, "US").ClassName);
    }

    [Fact]
    public void Country_WithoutVisitors_IsNotZeroPerCent()
    {
        var map = Draw(MapMode.Share, "en", Country("US", 1));

        Assert.Equal("map-none", Shape(map, "FR").ClassName);
        Assert.Equal("France: no visitors", Shape(map, "FR").QuerySelector("title")!.TextContent);
    }

    [Fact]
    public void Country_OfUnknownRatio_HatchedAndNamedSo()
    {
        var map = Draw(MapMode.Ratio, "en", Country("US", null), Country("CA", 3));

        Assert.Equal("map-unknown", Shape(map, "US").ClassName);
        Assert.Equal($"url(#{map.Find("pattern").Id})", Shape(map, "US").GetAttribute("fill"));
        Assert.Equal("United States: not known", Shape(map, "US").QuerySelector("title")!.TextContent);
        Assert.Contains("figure not known", map.Find(".world-map-legend").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void SmallCountry_WithVisitors_IsAPointAndAnotherIsNot()
    {
        var map = Draw(MapMode.Share, "en", Country("SG", 0.3));

        Assert.Equal("circle", Shape(map, "SG").LocalName);
        Assert.Empty(map.FindAll("[data-country=HK]"));
    }

    [Fact]
    public void Unknown_CanNotBeDrawn_IsSaidBelow()
    {
        var map = Draw(MapMode.Share, "fr", new MapCountry(CountryCode.Unknown, "Inconnu", 0.02), Country("CX", 0.001), Country("FR", 0.5));

        Assert.Equal("Au tableau seulement : Inconnu : 2 %; île Christmas : 0,1 %.", Plain(map.Find(".world-map-note").TextContent));
    }

    [Fact]
    public void Picture_ToAScreenReader_IsOneImageWithTitleAndSummary()
    {
        var map = Draw(MapMode.Share, "fr", Country("US", 0.5), Country("CA", 0.37), Country("AU", 0.03), Country("GB", 0.01));

        var picture = map.Find("svg");
        Assert.Equal("img", picture.GetAttribute("role"));
        string[] labels = [.. picture.GetAttribute("aria-labelledby")!.Split(' ').Select(id => Plain(map.Find($"#{id}").TextContent))];
        Assert.Equal("Carte du monde : part des visiteurs selon le pays", labels[0]);
        Assert.Equal("En tête : États-Unis 50 %; Canada 37 %; Australie 3 %. Pays ayant des visiteurs : 4. Tous les chiffres sont dans le tableau.", labels[1]);
    }

    [Fact]
    public void Legend_InFrench_NamesEveryClassInItsTypography()
    {
        var map = Draw(MapMode.Share, "fr", Country("US", 0.5));

        Assert.Equal(
            ["moins de 0,1 %", "de 0,1 % à 1 %", "de 1 % à 5 %", "de 5 % à 20 %", "de 20 % à 50 %", "50 % et plus", "aucun visiteur"],
            map.FindAll(".world-map-legend li").Select(item => Plain(item.TextContent)));
    }

    [Fact]
    public void Name_WithMarkup_IsText()
    {
        var map = Draw(MapMode.Share, "en", new MapCountry(CountryCode.Parse("US"), "<script>alert(1)</script>", 1));

        Assert.Empty(map.FindAll("script"));
        Assert.Equal("<script>alert(1)</script>: 100%", Shape(map, "US").QuerySelector("title")!.TextContent);
    }

    [Fact]
    public void NewFigures_ChangeTheColour()
    {
        var map = Draw(MapMode.Share, "en", Country("US", 0.1));

        map.Render(parameters => parameters.Add(component => component.Countries, [Country("US", 0.6)]));

        Assert.Equal("map-5", Shape(map, "US").ClassName);
    }

    [Fact]
    public void Shapes_OfTheFile_AreEveryCountryButThree()
    {
        Assert.Equal(["AQ", "CC", "CX"], CountryCode.All.Where(code => !code.IsUnknown && !CountryShapes.World.Has(code)).Select(code => code.ToString()));
        Assert.All(CountryShapes.World.Shapes.Values, shape => Assert.Matches("^(M[0-9]+ [0-9]+l(-?[0-9]+ -?[0-9]+ ?){2,}z)+$", shape));
        Assert.All(CountryShapes.World.Points.Values, point => Assert.True(point.X is >= 0 and <= 10000 && point.Y >= 0 && point.Y <= CountryShapes.World.Height));
    }

    /// <summary>Its name is that of the map's language.</summary>
    private static MapCountry Country(string code, double? value) => new(CountryCode.Parse(code), string.Empty, value);

    private IRenderedComponent<WorldMap> Draw(MapMode mode, string language, params MapCountry[] countries) =>
        Render<WorldMap>(parameters => parameters
            .Add(map => map.Countries, [.. countries.Select(country => country.Name.Length > 0 ? country : country with { Name = Name(country.Code, language) })])
            .Add(map => map.Mode, mode)
            .Add(map => map.Language, language));

    private static string Name(CountryCode code, string language) => language == "fr" ? CountryNames.French(code) : CountryNames.English(code);

    private static AngleSharp.Dom.IElement Shape(IRenderedComponent<WorldMap> map, string country) => map.Find($"[data-country={country}]");

    private static string Plain(string text) => text.Replace('\u00A0', ' ');
}
