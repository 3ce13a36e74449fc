using System.Globalization;
using Affluence.Counter.Identity;
using NodaTime;

namespace Affluence.Counter.Tests.Identity;

public sealed class IdentityCalendarTests
{
    [Theory]
    [InlineData("America/Toronto", 4, "2016-11-09T04:00:00Z", 17113, "2016-11-08T09:00:00Z", "2016-11-09T09:00:00Z")]
    [InlineData("America/Toronto", 4, "2016-11-08T08:59:59Z", 17112, "2016-11-07T09:00:00Z", "2016-11-08T09:00:00Z")]
    [InlineData("America/Toronto", 4, "2016-11-06T12:00:00Z", 17111, "2016-11-06T09:00:00Z", "2016-11-07T09:00:00Z")]
    // The day in which clocks go back has 25 hours, the one in which they go forward 23.
    [InlineData("America/Toronto", 4, "2016-11-05T12:00:00Z", 17110, "2016-11-05T08:00:00Z", "2016-11-06T09:00:00Z")]
    [InlineData("America/Toronto", 4, "2016-03-12T12:00:00Z", 16872, "2016-03-12T09:00:00Z", "2016-03-13T08:00:00Z")]
    // 02:00 is skipped on 13 March: the day begins an hour later on the clock. 01:00 stands twice on 6 November: it begins at the first.
    [InlineData("America/Toronto", 2, "2016-03-13T07:00:00Z", 16873, "2016-03-13T07:00:00Z", "2016-03-14T06:00:00Z")]
    [InlineData("America/Toronto", 1, "2016-11-06T05:30:00Z", 17111, "2016-11-06T05:00:00Z", "2016-11-07T06:00:00Z")]
    [InlineData("America/Toronto", 1, "2016-11-06T06:30:00Z", 17111, "2016-11-06T05:00:00Z", "2016-11-07T06:00:00Z")]
    // Midnight itself is skipped.
    [InlineData("America/Sao_Paulo", 0, "2016-10-16T03:00:00Z", 17090, "2016-10-16T03:00:00Z", "2016-10-17T02:00:00Z")]
    // Half an hour.
    [InlineData("Australia/Lord_Howe", 2, "2016-10-01T15:30:00Z", 17076, "2016-10-01T15:30:00Z", "2016-10-02T15:00:00Z")]
    // Samoa skipped 30 December 2011 altogether.
    [InlineData("Pacific/Apia", 4, "2011-12-30T13:00:00Z", 15337, "2011-12-29T14:00:00Z", "2011-12-30T14:00:00Z")]
    [InlineData("Pacific/Apia", 4, "2011-12-30T14:00:00Z", 15339, "2011-12-30T14:00:00Z", "2011-12-31T14:00:00Z")]
    public void DayAt_Instant_IsTheDayThatHoldsIt(string zone, int hour, string instant, int epoch, string start, string end)
    {
        var day = Calendar(zone, hour).DayAt(Parse(instant));

        Assert.Equal(new IdentityDay(epoch, Parse(start), Parse(end)), day);
    }

    [Theory]
    [InlineData("2016-11-09T08:59:50Z", new[] { 17113 })]
    [InlineData("2016-11-09T09:00:00Z", new[] { 17113, 17114 })]
    [InlineData("2016-11-09T09:29:50Z", new[] { 17113, 17114 })]
    [InlineData("2016-11-09T09:30:00Z", new[] { 17114 })]
    public void ValidAt_AroundARotation_IsBothForThirtyMinutes(string instant, int[] epochs) =>
        Assert.Equal(epochs, Calendar("America/Toronto", 4).ValidAt(Parse(instant)).Select(day => day.Epoch));

    [Theory]
    [InlineData("America/Toronto", 4)]
    [InlineData("America/Toronto", 2)]
    [InlineData("America/Toronto", 1)]
    [InlineData("America/Sao_Paulo", 0)]
    [InlineData("Australia/Lord_Howe", 2)]
    [InlineData("Pacific/Apia", 4)]
    [InlineData("UTC", 0)]
    public void Days_OfTwentyYears_FollowEachOtherWithoutGap(string zone, int hour)
    {
        var calendar = Calendar(zone, hour);
        var day = calendar.DayAt(Parse("2005-01-01T00:00:00Z"));
        while (day.End < Parse("2025-01-01T00:00:00Z"))
        {
            var next = calendar.After(day);
            Assert.Equal(day.End, next.Start);
            Assert.Equal(day, calendar.DayAt(day.End - TimeSpan.FromSeconds(1)));
            Assert.Equal(next, calendar.DayAt(next.Start));
            Assert.Equal([day, next], calendar.ValidAt(next.Start));
            day = next;
        }
    }

    private static IdentityCalendar Calendar(string zone, int hour) => new(DateTimeZoneProviders.Tzdb[zone], hour);

    private static DateTimeOffset Parse(string instant) => DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture);
}
