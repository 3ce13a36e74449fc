using System.Globalization;
using Affluence.Counter.Identity;
using Affluence.Testing.Stores;
using NodaTime;

namespace Affluence.Counter.Tests.Counting;

/// <summary>The same hundred visitors view a page in every bucket around a boundary of time: every window has a hundred of them.</summary>
[Trait("Category", "Integration")]
public sealed class RotationTests
{
    private const int Present = 100;

    public static TheoryData<string, string, int> Boundaries => new()
    {
        { "rotation", "2016-11-09T09:00:00Z", 4 },
        { "end of the overlap", "2016-11-09T09:30:00Z", 4 },
        { "midnight UTC", "2016-11-09T00:00:00Z", 4 },
        { "midnight in Toronto", "2016-11-09T05:00:00Z", 4 },
        { "clocks go back", "2016-11-06T06:00:00Z", 4 },
        { "clocks go forward", "2016-03-13T07:00:00Z", 4 },
        { "rotation on the day clocks go back", "2016-11-06T09:00:00Z", 4 },
        { "rotation on the day clocks go forward", "2016-03-13T08:00:00Z", 4 },
        { "rotation at the hour that is skipped", "2016-03-13T07:00:00Z", 2 },
        { "rotation at the hour that stands twice, first", "2016-11-06T05:00:00Z", 1 },
        { "rotation at the hour that stands twice, second", "2016-11-06T06:00:00Z", 1 },
    };

    [Theory, MemberData(nameof(Boundaries))]
    public async Task Windows_AcrossABoundary_CountNobodyTwiceAndLoseNobody(string boundary, string instant, int rotationHour)
    {
        Assert.NotEmpty(boundary);
        var middle = DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture);
        var calendar = new IdentityCalendar(DateTimeZoneProviders.Tzdb["America/Toronto"], rotationHour);
        await using var store = await StoreServer.StartAsync(StoreKind.Garnet);
        await using var host = await CounterHost.StartAsync(
            store.ConnectionString, settings: ("Counter:RotationHour", rotationHour.ToString(CultureInfo.InvariantCulture)));

        // From half an hour before to half an hour after, each in one bucket of every minute or so, as a gateway sends it: one record under
        // each identity that is valid.
        for (var at = middle.AddMinutes(-31); at <= middle.AddMinutes(32); at = at.AddSeconds(50))
        {
            var bucket = Bucket.Of(at);
            foreach (var day in calendar.ValidAt(bucket.Start))
            {
                await host.RecordAsync(Night
                    .Record(bucket.Start, Night.Served("CA", Night.Visitors(0, Present, seed: (ulong)day.Epoch)))
                    .Under((uint)day.Epoch));
            }
        }

        for (var end = middle.AddMinutes(-26); end <= middle.AddMinutes(31); end = end.AddSeconds(110))
        {
            var window = await host.GetWindowAsync(Night.Window(Bucket.Of(end).Start));
            Assert.InRange(window.Visitors, (ulong)Present - 3, (ulong)Present + 3);
            // The record under the second identity carries the same totals and adds none.
            Assert.Equal(0ul, window.Countries[0].ServedPageViews % Present);
            Assert.InRange(window.Countries[0].ServedPageViews, 5ul * Present, 7ul * Present);
        }

        foreach (var minutes in new[] { 0, 1, 10, 29, 30, 31 })
        {
            var window = await host.GetWindowAsync(Night.Window(middle.AddMinutes(minutes), minutes: 30));
            Assert.InRange(window.Visitors, (ulong)Present - 3, (ulong)Present + 3);
            Assert.Equal((uint)calendar.DayAt(middle.AddMinutes(minutes - 30)).Epoch, window.IdentityEpoch);
        }
    }
}
