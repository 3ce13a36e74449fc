namespace Affluence.Contracts.Tests;

public sealed class CountryNamesTests
{
    [Theory]
    [InlineData("ZZ", "Unknown", "Inconnu")]
    [InlineData("XK", "Kosovo", "Kosovo")]
    [InlineData("US", "United States", "États-Unis")]
    [InlineData("GB", "United Kingdom", "Royaume-Uni")]
    [InlineData("CI", "Côte d’Ivoire", "Côte d’Ivoire")]
    [InlineData("VN", "Vietnam", "Viêt Nam")]
    [InlineData("AX", "Åland Islands", "Îles Åland")]
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
}
