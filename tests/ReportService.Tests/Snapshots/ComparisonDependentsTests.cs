using Affluence.Report.CivilTime;
using Affluence.Report.Snapshots;
using NodaTime;

namespace Affluence.ReportService.Tests.Snapshots;

public class ComparisonDependentsTests
{
    /// <summary>
    /// An ordinary minute is in the hour of 60 minutes a week later and in the median of three more. An hour that clocks show twice is
    /// compared with only once, and that after a gap by the minutes of the gap too.
    /// </summary>
    [Theory]
    [InlineData("America/Toronto", "2016-11-02T03:00Z", 63)]
    [InlineData("America/Toronto", "2016-11-06T05:30Z", 62)]
    [InlineData("America/Toronto", "2016-11-06T06:30Z", 1)]
    [InlineData("America/Toronto", "2016-03-13T07:00Z", 97)]
    [InlineData("America/Toronto", "2016-03-06T07:30Z", 4)]
    [InlineData("America/Toronto", "2016-07-01T12:00Z", 63)]
    [InlineData("Australia/Lord_Howe", "2016-04-02T15:00Z", 30)]
    [InlineData("Antarctica/Troll", "2016-10-30T01:00Z", 29)]
    [InlineData("UTC", "2016-11-02T03:00Z", 63)]
    public void Of_ChangedMinute_ExactlyThoseThatAreComparedWithIt(string zone, string moment, int count)
    {
        var dependents = new ComparisonDependents(new SiteCalendar(DateTimeZoneProviders.Tzdb[zone], TimeZoneRules.Bundled.Version));
        var changed = DateTimeOffset.Parse(moment, System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeSeconds() / 60;
        const long Week = 7 * 24 * 60;
        long[] onRecord = [.. Enumerable.Range(0, (int)(5 * Week)).Select(offset => changed - 300 + offset)];

        // Asking each minute what it is compared with, around the four weeks after; further away nothing can be.
        long[] expected = [.. onRecord.Where(minute => Math.Abs(((minute - changed + (Week / 2)) % Week) - (Week / 2)) < 250)
            .Where(minute => minute > changed && dependents.ComparedWith(minute).Contains(changed))];
        var found = dependents.Of([changed], (from, to) => [.. onRecord.Where(minute => minute >= from && minute <= to)]).Distinct().Order();

        Assert.Equal(count, expected.Length);
        Assert.Equal(expected, found);
    }

    [Fact]
    public void Of_ManyMinutes_TheSameAsOfEachOfThem()
    {
        var dependents = new ComparisonDependents(new SiteCalendar(DateTimeZoneProviders.Tzdb["America/Toronto"], TimeZoneRules.Bundled.Version));
        var night = new DateTimeOffset(2016, 11, 2, 3, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds() / 60;
        long[] changed = [night, night + 1, night + 5, night + 29, night + 100, night + 2_000];
        IReadOnlyList<long> OnRecord(long from, long to) => [.. Enumerable.Range(0, (int)(to - from + 1)).Select(offset => from + offset).Where(minute => minute % 3 > 0)];

        Assert.Equal(
            changed.SelectMany(minute => dependents.Of([minute], OnRecord)).Distinct().Order(),
            dependents.Of(changed, OnRecord).Distinct().Order());
    }
}
