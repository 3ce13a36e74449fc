using Affluence.Report.CivilTime;
using Affluence.Report.Dashboard.TimeTravel;
using Affluence.Report.Languages;
using Affluence.ReportService.Tests.Fakes;

namespace Affluence.ReportService.Tests.Dashboard.TimeTravel;

public sealed class MomentLinksTests
{
    [Theory]
    [InlineData("en", null, null, "/")]
    [InlineData("fr", null, null, "/fr")]
    [InlineData("en", "2016-11-08T23:00", null, "/?at=2016-11-08T23:00")]
    [InlineData("fr", "2016-11-08T23:00", "24h", "/fr?at=2016-11-08T23:00&span=24h")]
    [InlineData("en", null, "7d", "/?span=7d")]
    [InlineData("en", "2016-11-08T23:00+01:00", null, "/?at=2016-11-08T23:00%2B01:00")]
    public void Page_LeavesOutWhatIsAsUsual(string language, string? at, string? span, string expected) => Assert.Equal(expected, MomentLinks.Page(language, at, span));

    [Theory]
    [InlineData("2016-11-09T04:00:00Z", "2016-11-08T23:00")]
    [InlineData("2016-11-06T05:30:00Z", "2016-11-06T01:30-04:00")]
    [InlineData("2016-11-06T06:30:00Z", "2016-11-06T01:30-05:00")]
    [InlineData("2016-11-06T07:30:00Z", "2016-11-06T02:30")]
    public void Parameter_IsReadAsTheSameInstant(string instant, string expected)
    {
        var at = DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture);

        var parameter = MomentLinks.Parameter(at, SampleSnapshot.Toronto);

        Assert.Equal(expected, parameter);
        Assert.Equal(at, MomentText.Parse(parameter, SampleSnapshot.Toronto.Zone).Value);
    }

    [Fact]
    public void Steps_AWeekEarlier_IsTheSameTimeByTheClock_AndNoneIsInTheFuture()
    {
        var night = SampleSnapshot.Night.At;

        Assert.Equal(
            ["2016-11-01T23:00", "2016-11-08T22:00", "2016-11-08T22:59", "2016-11-08T23:01"],
            MomentSteps.Around(night, night.AddMinutes(2), SampleSnapshot.Toronto, Typography.English).Select(step => step.At));
        Assert.Equal(
            ["Une semaine plus tôt", "−1 h", "−1 min", "+1 min", "+1 h"],
            MomentSteps.Around(night, night.AddDays(1), SampleSnapshot.Toronto, Typography.French).Select(step => Plain.Text(step.Label)));
    }
}
