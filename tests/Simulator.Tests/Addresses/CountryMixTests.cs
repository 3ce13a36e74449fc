using Affluence.Simulator.Addresses;
using FsCheck;
using FsCheck.Fluent;

namespace Affluence.Simulator.Tests.Addresses;

public sealed class CountryMixTests
{
    [Theory]
    [InlineData("US=100", "US 1")]
    [InlineData("other=100", "other 1")]
    [InlineData("US=50,CA=37,AU=3,GB=1,other=9", "US 0.5|CA 0.37|AU 0.03|GB 0.01|other 0.09")]
    [InlineData(" US = 62.5 , CA = 37.5 ", "US 0.625|CA 0.375")]
    [InlineData("US=33.33,CA=33.33,GB=33.33", "US 0.3333|CA 0.3333|GB 0.3333")]
    [InlineData("US=100,CA=0", "US 1|CA 0")]
    public void TryParse_Mix_IsReadInOrder(string text, string expected)
    {
        Assert.True(CountryMix.TryParse(text, out var mix, out var error), error);
        Assert.Equal(expected, string.Join('|', mix.Parts.Select(part => FormattableString.Invariant($"{part.Name} {Math.Round(part.Share, 6)}"))));
    }

    [Theory]
    [InlineData("", "'' is not of the form US=50")]
    [InlineData("US", "'US' is not of the form US=50")]
    [InlineData("US=50=50", "'US=50=50' is not of the form US=50")]
    [InlineData("US=100,", "'' is not of the form US=50")]
    [InlineData("us=100", "'us' is no country code in upper case and not 'other'")]
    [InlineData("ZZ=100", "'ZZ' is no country code in upper case and not 'other'")]
    [InlineData("QQ=100", "'QQ' is no country code in upper case and not 'other'")]
    [InlineData("US=-1,CA=101", "'-1' is no percentage from 0 to 100")]
    [InlineData("US=101", "'101' is no percentage from 0 to 100")]
    [InlineData("US=NaN", "'NaN' is no percentage from 0 to 100")]
    [InlineData("US=1e2", "'1e2' is no percentage from 0 to 100")]
    [InlineData("US=", "'' is no percentage from 0 to 100")]
    [InlineData("US=50,US=50", "'US' occurs twice")]
    [InlineData("other=50,other=50", "'other' occurs twice")]
    [InlineData("US=50,CA=49", "the percentages sum to 99, not 100")]
    [InlineData("US=50,CA=50.02", "the percentages sum to 100.02, not 100")]
    public void TryParse_AnythingElse_SaysWhatIsWrong(string text, string expected)
    {
        Assert.False(CountryMix.TryParse(text, out _, out var error));
        Assert.Equal(expected, error);
    }

    [Fact]
    public void Divide_AnyNumberOfVisitors_AddsUpAndIsWithinOneOfTheShare() =>
        Prop.ForAll<byte, int>((percent, number) =>
        {
            var (first, visitors) = (percent % 101, Math.Abs(number % 1_000_000));
            Assert.True(CountryMix.TryParse($"US={first},other={100 - first}", out var mix, out _));
            var counts = mix.Divide(visitors);
            return counts.Sum() == visitors
                && mix.Parts.Zip(counts).All(pair => Math.Abs(pair.Second - (pair.First.Share * visitors)) < 1);
        }).QuickCheckThrowOnFailure();
}
