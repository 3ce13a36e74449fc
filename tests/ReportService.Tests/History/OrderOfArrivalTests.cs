using System.Text.Json;
using System.Text.Json.Nodes;
using Affluence.Report.CivilTime;
using Affluence.Report.History;
using Affluence.Report.Snapshots;
using Affluence.Report.Surges;
using Affluence.ReportService.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace Affluence.ReportService.Tests.History;

/// <summary>
/// Five weeks of the same quarter of an hour, one of them a surge, come in any order, some of them twice, at any pace: what is on record in
/// the end is the same to the digit.
/// </summary>
[Trait("Category", "Integration")]
public class OrderOfArrivalTests(OrderOfArrivalTests.InOrder inOrder) : IClassFixture<OrderOfArrivalTests.InOrder>
{
    private const int Minutes = 20;
    private static readonly DateTimeOffset Today = new(2026, 11, 24, 12, 0, 5, TimeSpan.Zero);

    /// <summary>22:45 in Toronto on the night and on the four Tuesdays before it; clocks went back in between.</summary>
    private static readonly DateTimeOffset[] Weeks =
    [
        new(2016, 10, 11, 22, 45, 0, TimeSpan.FromHours(-4)),
        new(2016, 10, 18, 22, 45, 0, TimeSpan.FromHours(-4)),
        new(2016, 10, 25, 22, 45, 0, TimeSpan.FromHours(-4)),
        new(2016, 11, 1, 22, 45, 0, TimeSpan.FromHours(-4)),
        new(2016, 11, 8, 22, 45, 0, TimeSpan.FromHours(-5)),
    ];

    /// <summary>Hundreds of visitors a minute; the third week is a surge over the second.</summary>
    private static readonly int[] Level = [4, 5, 20, 5, 60];

    [Theory]
    [InlineData("weeks backwards", 0)]
    [InlineData("each week shuffled", 1)]
    [InlineData("all shuffled", 2)]
    [InlineData("all shuffled", 3)]
    [InlineData("all shuffled", 4)]
    public async Task Weeks_InAnotherOrder_TheSameFigures(string order, int seed)
    {
        var random = new Random(seed);
        var records = Records();
        Record[] shuffled = order switch
        {
            "weeks backwards" => [.. records.OrderByDescending(record => record.Week).ThenBy(record => record.Minute)],
            "each week shuffled" => [.. records.OrderBy(record => record.Week).ThenBy(_ => random.Next())],
            _ => [.. records.OrderBy(_ => random.Next())],
        };

        var figures = await PlayAsync(shuffled, random);

        Assert.Equal(inOrder.Figures.Keys, figures.Keys);
        Assert.All(figures, minute => Assert.Equal(inOrder.Figures[minute.Key], minute.Value));
    }

    /// <summary>What the order must not change is right, too.</summary>
    [Fact]
    public void Weeks_InOrder_SurgeOfTwoWeeksAgoIsLeftOutOfTheMedianAndTheWeekAfterItSaysWhatItIsComparedWith()
    {
        var night = JsonNode.Parse(inOrder.Figures[new DateTimeOffset(2016, 11, 9, 4, 0, 0, TimeSpan.Zero)])!;
        var weekBefore = JsonNode.Parse(inOrder.Figures[new DateTimeOffset(2016, 11, 2, 3, 0, 0, TimeSpan.Zero)])!;

        Assert.Equal("2016-11-01T23:00:00-04:00", (string?)night["baseline"]!["at"]);
        Assert.Equal(["2016-10-25T23:00:00-04:00"], night["baseline"]!["weeksLeftOut"]!.AsArray().Select(week => (string?)week));
        Assert.Equal(Level[1] * 500 + Offset(1), (double?)night["baseline"]!["median4Weeks"]);
        Assert.Null(night["baseline"]!["note"]);
        Assert.Equal(("surge", "2016-11-08T22:46:00-05:00"), ((string?)night["surge"]!["level"], (string?)night["surge"]!["since"]));

        Assert.Equal(
            "That moment lay in a surge itself (since 2016-10-25T22:46-04:00), so this is no comparison with an ordinary week.",
            (string?)weekBefore["baseline"]!["note"]);
        Assert.NotNull(weekBefore["ratio"]);
        Assert.Equal(["2016-10-25T23:00:00-04:00"], weekBefore["baseline"]!["weeksLeftOut"]!.AsArray().Select(week => (string?)week));
    }

    private static int Offset(int week) => Enumerable.Range(10, 5).Sum(minute => Extra(week, minute));

    private static int Extra(int week, int minute) => ((week * 7) + (minute * 3)) % 5;

    /// <summary>Each minute twice in the end: first a part of it, then all.</summary>
    private static List<Record> Records() =>
        [.. from week in Enumerable.Range(0, Weeks.Length)
            from minute in Enumerable.Range(0, Minutes)
            from part in Enumerable.Range(minute % 4 == 0 ? 0 : 1, minute % 4 == 0 ? 2 : 1)
            select new Record(week, minute, IsPart: part == 0)];

    private static FakeWindow Content(Record record)
    {
        var visitors = (Level[record.Week] * 100) + Extra(record.Week, record.Minute);
        var fromTheUnitedStates = visitors * (record.Week == 4 ? 50 : 10 + (record.Minute % 3)) / 100;
        return record.IsPart
            ? FakeWindow.Of(("CA", 7))
            : FakeWindow.Of(("CA", visitors - fromTheUnitedStates), ("US", fromTheUnitedStates)) with { Shed = record.Week == 4 && record.Minute > 5 ? 3_000 : 0 };
    }

    private static async Task<SortedDictionary<DateTimeOffset, string>> PlayAsync(IReadOnlyList<Record> records, Random random)
    {
        await using var bench = await RecordingBench.StartAsync(Today);
        var recorded = new RecordedMinutes(bench.Counter);
        var whole = new HashSet<(int, int)>();
        foreach (var record in records)
        {
            // What is recorded only grows: a part that comes after the whole adds nothing.
            var content = record.IsPart && whole.Contains((record.Week, record.Minute)) ? Content(record with { IsPart = false }) : Content(record);
            recorded.Record(Weeks[record.Week].AddMinutes(record.Minute), content);
            if (!record.IsPart)
            {
                whole.Add((record.Week, record.Minute));
            }

            switch (random.Next(12))
            {
                case 0:
                    await bench.RecordAsync(TimeSpan.FromSeconds(70));
                    break;
                case < 4:
                    await bench.RecordAsync(TimeSpan.FromSeconds(random.Next(1, 8) * 2));
                    break;
            }
        }

        await bench.RecordAsync(TimeSpan.FromSeconds(80));
        var history = bench.Services.GetRequiredService<SnapshotHistory>();
        Assert.Empty(history.Stale());
        Assert.Empty(history.Awaited());
        Snapshot[] snapshots = [.. history.Range(Weeks[0].AddDays(-1), Weeks[^1].AddDays(1), TimeSpan.FromMinutes(1))];
        Assert.Equal(Weeks.Length * (Minutes + 29), snapshots.Length);
        Assert.All(snapshots, snapshot => Assert.True(snapshot.Final));
        AssertSurgesAreThoseOfTheMinutesInOrder(bench, snapshots);
        return new SortedDictionary<DateTimeOffset, string>(snapshots.ToDictionary(snapshot => snapshot.At.ToUniversalTime(), Figures));
    }

    private static void AssertSurgesAreThoseOfTheMinutesInOrder(RecordingBench bench, Snapshot[] snapshots)
    {
        var detector = new SurgeDetector(bench.Services.GetRequiredService<SiteCalendar>());
        foreach (var snapshot in snapshots)
        {
            var minute = snapshot.Ledger;
            detector.Add(new MinuteMeasure(
                SnapshotHistory.Minute(snapshot.At), snapshot.Visitors, snapshot.Baseline.Visitors, minute?.Served, minute?.Refused.Values.Sum()));
            Assert.Equal(detector.StateAt(SnapshotHistory.Minute(snapshot.At)), snapshot.Surge);
        }
    }

    private static string Figures(Snapshot snapshot)
    {
        var json = JsonSerializer.SerializeToNode(snapshot, SnapshotJson.Options)!.AsObject();
        json.Remove("quality");
        json.Remove("revision");
        return json.ToJsonString();
    }

    private readonly record struct Record(int Week, int Minute, bool IsPart);

    /// <summary>As they happened.</summary>
    public sealed class InOrder : IAsyncLifetime
    {
        public SortedDictionary<DateTimeOffset, string> Figures { get; private set; } = [];

        public async ValueTask InitializeAsync() => Figures = await PlayAsync(Records(), new Random(0));

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
