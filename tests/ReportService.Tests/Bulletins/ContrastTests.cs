using Affluence.Report.Bulletins;

namespace Affluence.ReportService.Tests.Bulletins;

public class ContrastTests
{
    [Theory]
    [InlineData(200_112, 17_003, "TimesAsMany", 12)]
    [InlineData(195, 100, "TimesAsMany", 2)]
    [InlineData(194, 100, "PercentMore", 94)]
    [InlineData(105, 100, "PercentMore", 5)]
    [InlineData(104, 100, "AboutAsMany", 0)]
    [InlineData(100, 100, "AboutAsMany", 0)]
    [InlineData(96, 100, "AboutAsMany", 0)]
    [InlineData(95, 100, "PercentFewer", 5)]
    [InlineData(50, 100, "PercentFewer", 50)]
    [InlineData(1, 100, "PercentFewer", 99)]
    [InlineData(4, 1_000, "HardlyAny", 0)]
    [InlineData(1, 17_003, "HardlyAny", 0)]
    public void Of_TwoNumbers_InTheTermsOfTheirRatio(double now, double then, string likeness, double figure) =>
        Assert.Equal(new Contrast(Enum.Parse<Likeness>(likeness), (decimal)figure), Contrast.Of(now, then));
}
