using Affluence.Report.History;
using Affluence.Report.Surges;
using Affluence.ReportService.Tests.Fakes;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Affluence.ReportService.Tests.Surges;

public sealed class SurgeHistoryTests : IDisposable
{
    private static readonly DateTimeOffset Night = new(2016, 11, 9, 3, 0, 0, TimeSpan.Zero);
    private readonly TestDatabase _database = new();

    /// <summary>
    /// Minute 0 is 22:00; a surge from minute 3 to 8 on, ended by minutes below 1.5. What a range shows of it is all of it, wherever the
    /// range begins and ends, or nothing when they do not touch.
    /// </summary>
    [Theory]
    [InlineData(0, 60, "3-8")]
    [InlineData(5, 60, "3-8")]
    [InlineData(0, 6, "3-8")]
    [InlineData(5, 6, "3-8")]
    [InlineData(7, 60, "3-8")]
    // It begins in the range, and is only known to after it.
    [InlineData(0, 4, "3-8")]
    [InlineData(0, 3, "")]
    [InlineData(8, 60, "")]
    public void Detect_RangeOverASurge_AllOfItOrNothing(int from, int to, string surges)
    {
        Assert.Equal(surges, Detect("111345431111111111111111111111", from, to, now: 90));
    }

    [Theory]
    // Now is minute 7 of a surge: a range into the future does not end it.
    [InlineData(0, 600, 7, "3-")]
    [InlineData(0, 7, 7, "3-")]
    [InlineData(0, 6, 7, "3-")]
    // Nothing has come for 15 minutes, and then for 16.
    [InlineData(0, 600, 21, "3-")]
    [InlineData(0, 600, 22, "3-7")]
    [InlineData(0, 6, 600, "3-7")]
    public void Detect_SurgeThatLasts_UntilNothingIsKnownOfItNow(int from, int to, int now, string surges)
    {
        Assert.Equal(surges, Detect("1113454", from, to, now));
    }

    [Fact]
    public void Detect_RangeThatBeginsAWeekAfterTheSurge_ItsTrueBeginning()
    {
        // A minute in fifteen is known of it, which is enough for it to last; it does for a little over the week after which it is its own baseline.
        var minutes = "111333" + string.Concat(Enumerable.Repeat("..............3", 4 * (24 + 1) * 7)) + new string('1', 20);

        Assert.Equal("3-10506", Detect(minutes, 10_200, 10_600, now: 10_700));
    }

    public void Dispose() => _database.Dispose();

    private string Detect(string minutes, int from, int to, int now)
    {
        var time = new FakeTimeProvider(Night.AddMinutes(now));
        var history = new SnapshotHistory(_database.Open, time);
        StoredMinutes.Save(history, Night, minutes);

        var found = new SurgeHistory(history, StoredMinutes.Calendar, Options.Create(new SurgeOptions()), time).Detect(Night.AddMinutes(from), Night.AddMinutes(to));

        return string.Join(' ', found.Surges.Select(surge => $"{Minute(surge.Since)}-{Minute(surge.Until)}"));
    }

    private static int? Minute(DateTimeOffset? at) => at is { } instant ? (int)(instant - Night).TotalMinutes : null;
}
