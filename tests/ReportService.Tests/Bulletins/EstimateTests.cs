using Affluence.Report.Bulletins;

namespace Affluence.ReportService.Tests.Bulletins;

public class EstimateTests
{
    [Theory]
    [InlineData(1_234L, 362.4, 1_234L, false)]
    [InlineData(1_234L, null, 1_234L, false)]
    [InlineData(66L, 362.4, 791L, true)]
    [InlineData(1L, 0.0, 1L, false)]
    [InlineData(3L, 0.2, 3L, false)]
    public void Of_ANumber_TheMostWhenItsErrorHidesIt(long visitors, double? standardError, long said, bool atMost) =>
        Assert.Equal(new Estimate(said, standardError, atMost), Estimate.Of(visitors, standardError));

    [Theory]
    [InlineData(null, 10.0)]
    [InlineData(0L, 10.0)]
    [InlineData(0L, null)]
    public void Of_NobodyOrNotKnown_NothingToSay(long? visitors, double? standardError) => Assert.Null(Estimate.Of(visitors, standardError));
}
