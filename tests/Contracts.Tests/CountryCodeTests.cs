namespace Affluence.Tests;

public sealed class CountryCodeTests
{
    [Fact]
    public void All_AreTheAssignedCodesKosovoAndUnknown()
    {
        Assert.Equal(249 + 2, CountryCode.Count);
        Assert.Equal(CountryCode.Unknown, CountryCode.All.First());
        Assert.All(CountryCode.All, code =>
        {
            Assert.Equal(code, CountryCode.Parse(code.ToString()));
            Assert.Equal(code, CountryCode.FromIndex(code.Index));
            Span<byte> ascii = stackalloc byte[2];
            code.WriteAscii(ascii);
            Assert.True(CountryCode.TryParse(ascii, out var parsed));
            Assert.Equal(code, parsed);
        });
    }

    [Theory]
    [InlineData("")]
    [InlineData("us")]
    [InlineData("USA")]
    [InlineData("EU")]
    [InlineData("XX")]
    [InlineData("U\0")]
    [InlineData("{}")]
    [InlineData("C:")]
    public void TryParse_NoCode_IsRefused(string text)
    {
        Assert.False(CountryCode.TryParse(text, out var code));
        Assert.Equal(CountryCode.Unknown, code);
        Assert.False(CountryCode.TryParse(System.Text.Encoding.UTF8.GetBytes(text), out _));
    }

    [Fact]
    public void Default_IsUnknown() => Assert.Equal("ZZ", default(CountryCode).ToString());
}
