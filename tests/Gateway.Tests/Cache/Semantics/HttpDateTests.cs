using Affluence.Gateway.Cache.Semantics;

namespace Affluence.Gateway.Tests.Cache.Semantics;

public sealed class HttpDateTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Moment = new(1994, 11, 6, 8, 49, 37, TimeSpan.Zero);

    [Theory]
    [InlineData("Sun, 06 Nov 1994 08:49:37 GMT")]
    [InlineData("Sunday, 06-Nov-94 08:49:37 GMT")]
    [InlineData("Sun Nov  6 08:49:37 1994")]
    [InlineData("SUN, 06 NOV 1994 08:49:37 GMT")]
    public void Text_InOneOfThreeForms_IsRead(string text)
    {
        Assert.True(HttpDate.TryParse(text, Now, out var date));
        Assert.Equal(Moment, date);
    }

    [Theory]
    [InlineData("Monday, 30-Nov-76 00:00:00 GMT", 2076)]
    [InlineData("Tuesday, 30-Nov-77 00:00:00 GMT", 1977)]
    public void Year_InTwoDigits_IsAtMostFiftyYearsAhead(string text, int year)
    {
        Assert.True(HttpDate.TryParse(text, Now, out var date));
        Assert.Equal(year, date.Year);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("")]
    [InlineData("Sun, 06 Nov 1994 08:49:37 UTC")]
    [InlineData("Sun, 06 Nov 94 08:49:37 GMT")]
    [InlineData("Sun 06 Nov 1994 08:49:37 GMT")]
    [InlineData("Sun, 06  Nov  1994 08:49:37 GMT")]
    [InlineData("Sun, 06 Nov 1994 8:49:37 GMT")]
    [InlineData("Sun, 06 Nov 1994 08.49.37 GMT")]
    [InlineData("Sun, 31 Feb 1994 08:49:37 GMT")]
    [InlineData("Sun, 06 Nov 1994 08:49:37 +0100")]
    public void Text_InAnotherForm_IsNone(string text) => Assert.False(HttpDate.TryParse(text, Now, out _));
}
