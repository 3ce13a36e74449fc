using Affluence.Report.Languages;

namespace Affluence.ReportService.Tests.Languages;

public class TypographyTests
{
    private static readonly DateTimeOffset At = new(2016, 11, 1, 23, 5, 0, TimeSpan.FromHours(-4));

    [Fact]
    public void French_NumbersAndTimes_AsInCanadaWithNoBreakSpaces()
    {
        var french = Typography.French;

        Assert.Equal("200\u00A0112", french.Number(200_112));
        Assert.Equal("200\u00A0000", french.Rounded(200_112));
        Assert.Equal("37\u00A0%", french.Percent(0.37));
        Assert.Equal("1,3\u00A0%", french.Percent(0.013));
        Assert.Equal("11,6\u00A0%", french.FinePercent(0.1164));
        Assert.Equal("<\u00A00,1\u00A0%", french.Percent(0.0004));
        Assert.Equal("×1,5", french.Ratio(1.52));
        Assert.Equal("23\u00A0h\u00A005", french.Time(At));
        Assert.Equal("23\u00A0h", french.Time(At.AddMinutes(-5)));
        Assert.Equal("0\u00A0h", french.Time(new DateTimeOffset(2016, 11, 9, 0, 0, 0, TimeSpan.FromHours(-5))));
        Assert.Equal("mardi 1er\u00A0novembre\u00A02016", french.Date(At));
        Assert.Equal("«\u00A0États-Unis\u00A0»", french.Quote("États-Unis"));
        Assert.Equal("\u00A0: ", french.Colon);
    }

    [Fact]
    public void English_NumbersAndTimes_AsInCanada()
    {
        var english = Typography.English;

        Assert.Equal("200,112", english.Number(200_112));
        Assert.Equal("200,000", english.Rounded(200_112));
        Assert.Equal("37%", english.Percent(0.37));
        Assert.Equal("1.3%", english.Percent(0.013));
        Assert.Equal("12%", english.FinePercent(0.12));
        Assert.Equal("×1,200", english.Ratio(1_234));
        Assert.Equal("11:05\u00A0p.m.", english.Time(At));
        Assert.Equal("11\u00A0p.m.", english.Time(At.AddMinutes(-5)));
        Assert.Equal("Tuesday, November 1, 2016", english.Date(At));
        Assert.Equal("“United States”", english.Quote("United States"));
        Assert.Equal(": ", english.Colon);
    }

    [Fact]
    public void Offset_WestOfGreenwich_WithAMinusSign() => Assert.Equal("UTC\u221204:00", Typography.Offset(At));
}
