using Affluence.Report.CivilTime;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using NodaTime.Extensions;

namespace Affluence.ReportService.Tests.CivilTime;

public class SiteCalendarTests
{
    [Theory]
    // The night the system is built for: clocks went back on 6 November.
    [InlineData("America/Toronto", "2016-11-08T23:00:00-05:00", "2016-11-01T23:00:00-04:00", 169)]
    [InlineData("America/Toronto", "2016-11-01T23:00:00-04:00", "2016-10-25T23:00:00-04:00", 168)]
    // Clocks went forward on 13 March.
    [InlineData("America/Toronto", "2016-03-15T12:00:00-04:00", "2016-03-08T12:00:00-05:00", 167)]
    [InlineData("Europe/Paris", "2016-11-01T09:00:00+01:00", "2016-10-25T09:00:00+02:00", 169)]
    [InlineData("Europe/Paris", "2017-03-28T09:00:00+02:00", "2017-03-21T09:00:00+01:00", 167)]
    // Half an hour, and the other way round the year.
    [InlineData("Australia/Lord_Howe", "2016-10-04T09:00:00+11:00", "2016-09-27T09:00:00+10:30", 167.5)]
    [InlineData("Australia/Lord_Howe", "2017-04-04T09:00:00+10:30", "2017-03-28T09:00:00+11:00", 168.5)]
    // By TZDB 2026f western Canada stopped changing clocks in 2026, and Morocco ended its standing hour in September: not by older releases.
    [InlineData("America/Toronto", "2026-11-03T23:00:00-05:00", "2026-10-27T23:00:00-04:00", 169)]
    [InlineData("America/Vancouver", "2026-11-03T23:00:00-07:00", "2026-10-27T23:00:00-07:00", 168)]
    [InlineData("America/Winnipeg", "2026-11-03T23:00:00-05:00", "2026-10-27T23:00:00-05:00", 168)]
    [InlineData("Africa/Casablanca", "2026-11-03T23:00:00+00:00", "2026-10-27T23:00:00+00:00", 168)]
    [InlineData("Africa/Casablanca", "2026-09-22T23:00:00+00:00", "2026-09-15T23:00:00+01:00", 169)]
    public void WeeksBefore_OverChangeOfClocks_SameTimeOnTheWall(string zone, string at, string expected, double hours)
    {
        var instant = Instant(at);

        var earlier = Calendar(zone).WeeksBefore(instant, 1);

        Assert.Equal(expected, Show(earlier.At));
        Assert.Equal(hours, (instant - earlier.At).TotalHours);
        Assert.Null(earlier.Note);
    }

    [Theory]
    [InlineData("America/Toronto", "2016-03-20T02:30:00-04:00", "2016-03-13T03:30:00-04:00")]
    [InlineData("Europe/Paris", "2017-04-02T02:15:00+02:00", "2017-03-26T03:15:00+02:00")]
    [InlineData("Australia/Lord_Howe", "2016-10-09T02:10:00+11:00", "2016-10-02T02:40:00+11:00")]
    public void WeeksBefore_TimeThatWasSkipped_MovedOnByTheGapAndSaid(string zone, string at, string expected)
    {
        var earlier = Calendar(zone).WeeksBefore(Instant(at), 1);

        Assert.Equal(expected, Show(earlier.At));
        Assert.Contains("did not exist", earlier.Note, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("America/Toronto", "2016-11-13T01:30:00-05:00", "2016-11-06T01:30:00-04:00")]
    [InlineData("Europe/Paris", "2016-11-06T02:30:00+01:00", "2016-10-30T02:30:00+02:00")]
    [InlineData("Australia/Lord_Howe", "2017-04-09T01:45:00+10:30", "2017-04-02T01:45:00+11:00")]
    public void WeeksBefore_TimeThatHappenedTwice_TheFirstAndSaid(string zone, string at, string expected)
    {
        var earlier = Calendar(zone).WeeksBefore(Instant(at), 1);

        Assert.Equal(expected, Show(earlier.At));
        Assert.Contains("happened twice", earlier.Note, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2016-11-06T01:30:00-04:00")]
    [InlineData("2016-11-06T01:30:00-05:00")]
    public void WeeksBefore_OfEitherTimeOfTheDoubleHour_SameMomentAndSaid(string at)
    {
        var earlier = Calendar("America/Toronto").WeeksBefore(Instant(at), 1);

        Assert.Equal("2016-10-30T01:30:00-04:00", Show(earlier.At));
        Assert.Contains("happens twice", earlier.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void WeeksBefore_AnyMomentOfAnyZone_SameWallClockWheneverItExists()
    {
        var zones = Gen.Elements("America/Toronto", "Europe/Paris", "Australia/Lord_Howe", "Asia/Kolkata", "America/St_Johns", "Pacific/Apia");
        var minutes = Gen.Choose(0, 60 * 24 * 365 * 25);
        var weeks = Gen.Choose(1, 4);
        var cases = Arb.From(zones.Zip(minutes).Zip(weeks, (pair, count) => (Zone: pair.Item1, Minute: pair.Item2, Weeks: count)));

        Prop.ForAll(cases, one =>
        {
            var zone = DateTimeZoneProviders.Tzdb[one.Zone];
            var instant = new DateTimeOffset(2005, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(one.Minute);
            var here = instant.ToInstant().InZone(zone).LocalDateTime;

            var earlier = new SiteCalendar(zone, TimeZoneRules.Bundled.Version).WeeksBefore(instant, one.Weeks);

            var there = earlier.At.ToInstant().InZone(zone);
            Assert.Equal(there.Offset.ToTimeSpan(), earlier.At.Offset);
            switch (zone.MapLocal(here.PlusWeeks(-one.Weeks)).Count)
            {
                case 0:
                    Assert.True(there.LocalDateTime > here.PlusWeeks(-one.Weeks));
                    Assert.NotNull(earlier.Note);
                    break;
                case 1:
                    Assert.Equal(here.PlusWeeks(-one.Weeks), there.LocalDateTime);
                    break;
                default:
                    Assert.Equal(here.PlusWeeks(-one.Weeks), there.LocalDateTime);
                    Assert.NotNull(earlier.Note);
                    break;
            }
        }).QuickCheckThrowOnFailure();
    }

    private static SiteCalendar Calendar(string zone) => new(DateTimeZoneProviders.Tzdb[zone], TimeZoneRules.Bundled.Version);

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static string Show(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture);
}
