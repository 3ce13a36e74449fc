using Affluence.Report.Languages;
using Affluence.ReportService.Tests.Fakes;

namespace Affluence.ReportService.Tests.Languages;

public sealed class DurationsTests
{
    [Theory]
    [InlineData(-5, "0 s", "0 s")]
    [InlineData(0, "0 s", "0 s")]
    [InlineData(59, "59 s", "59 s")]
    [InlineData(60, "1 min", "1 min")]
    [InlineData(3_599, "59 min", "59 min")]
    [InlineData(3_600, "1 h", "1 h")]
    [InlineData(4_380, "1 h 13 min", "1 h 13 min")]
    [InlineData(86_400, "1 d", "1 j")]
    [InlineData(187_200, "2 d 4 h", "2 j 4 h")]
    public void Write_TheTwoLargestUnits(int seconds, string english, string french)
    {
        Assert.Equal(english, Plain.Text(Typography.English.Write(TimeSpan.FromSeconds(seconds))));
        Assert.Equal(french, Plain.Text(Typography.French.Write(TimeSpan.FromSeconds(seconds))));
    }
}
