namespace Affluence.Contracts.Tests;

public sealed class CountryNamesTests
{
    [Theory]
    [InlineData("ZZ", "Unknown", "Inconnu")]
    [InlineData("XK", "Kosovo", "Kosovo")]
    [InlineData("US", "United States", "États-Unis")]
    [InlineData("GB", "United Kingdom", "Royaume-Uni")]
    [InlineData("CI", "Côte d’Ivoire", "Côte d’Ivoire")]
    [InlineData("VN", "Vietnam", "Vietnam")]
    [InlineData("AX", "Åland Islands", "îles d’Åland")]
    [InlineData("BY", "Belarus", "Bélarus")]
    [InlineData("BA", "Bosnia and Herzegovina", "Bosnie-Herzégovine")]
    [InlineData("KN", "Saint Kitts and Nevis", "Saint\u2011Kitts\u2011et\u2011Nevis")]
    [InlineData("TR", "Türkiye", "Turquie")]
    public void Name_OfCountry_IsThatOfTheLanguage(string code, string english, string french)
    {
        var country = CountryCode.Parse(code);

        Assert.Equal(english, CountryNames.English(country));
        Assert.Equal(french, CountryNames.French(country));
    }

    [Fact]
    public void Name_OfEveryCountry_IsNoCodeAndUnique()
    {
        foreach (Func<CountryCode, string> nameOf in new[] { CountryNames.English, CountryNames.French })
        {
            var names = CountryCode.All.Select(nameOf).ToList();

            Assert.All(names, name => Assert.True(name.Length > 3, $"'{name}' is no name"));
            Assert.Equal(CountryCode.Count, names.Distinct(StringComparer.Ordinal).Count());
        }
    }

    [Fact]
    public void Source_NamesTheVersionOfTheTable() => Assert.Matches(@"^Unicode CLDR \d+\.\d+", CountryNames.Source);

    [Fact]
    public void Place_OfEveryCountry_IsThatOfTheAlphabetOfTheLanguage()
    {
        Assert.Equal(Enumerable.Range(0, CountryCode.Count), CountryCode.All.Select(CountryNames.PlaceInEnglish).Order());
        Assert.Equal(Enumerable.Range(0, CountryCode.Count), CountryCode.All.Select(CountryNames.PlaceInFrench).Order());

        var english = CountryCode.All.OrderBy(CountryNames.PlaceInEnglish).Select(CountryNames.English).ToList();
        var french = CountryCode.All.OrderBy(CountryNames.PlaceInFrench).Select(CountryNames.French).ToList();
        Assert.Equal(["Afghanistan", "Åland Islands", "Albania"], english[..3]);
        Assert.Equal(
            ["Égypte", "Émirats arabes unis", "Équateur", "Érythrée", "Espagne", "Estonie", "Eswatini", "États-Unis", "Éthiopie", "Fidji"],
            french.SkipWhile(name => name != "Égypte").Take(10));
    }
}
