using Affluence.Report.CivilTime;
using Affluence.Report.History;
using Affluence.Report.Room;
using Affluence.Report.Snapshots;
using Affluence.Report.Surges;
using Affluence.ReportService.Tests.Fakes;
using Microsoft.Extensions.Time.Testing;
using NodaTime;

namespace Affluence.ReportService.Tests.History;

public sealed class SnapshotHistoryTests : IDisposable
{
    private static readonly DateTimeOffset Night = new(2016, 11, 9, 4, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private readonly TestDatabase _database = new();
    private readonly FakeTimeProvider _time = new(Now);

    [Theory]
    [InlineData(false, false, 2)]
    [InlineData(false, true, 2)]
    [InlineData(true, false, 1)]
    [InlineData(true, true, 2)]
    public void Save_SameMinuteTwice_FinalOneIsReplacedByAFinalOneOnly(bool firstFinal, bool secondFinal, long expected)
    {
        var history = Open();

        Save(history, Night, 1, firstFinal);
        Save(history, Night, 2, secondFinal);

        var stored = history.Find(Night)!;
        Assert.Equal(expected, stored.Visitors);
        Assert.Equal(firstFinal || secondFinal, stored.Final);
    }

    [Fact]
    public void Save_FinalTwice_BothRevisionsAreKeptEachAsItWas()
    {
        var history = Open();
        Save(history, Night, 1);
        _time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(Saved.Revised, Save(history, Night, 2));

        var first = new SnapshotRevision(3, Now, Final: true);
        Assert.Equal([first, new SnapshotRevision(4, Now.AddHours(1), Final: true)], history.Revisions(Night));
        Assert.Equal((1, 3), (history.FindRevision(Night, 3)!.Visitors, history.FindRevision(Night, 3)!.Revision));
        Assert.Equal((2, 4), (history.FindRevision(Night, 4)!.Visitors, history.FindRevision(Night, 4)!.Revision));
        Assert.Null(history.FindRevision(Night, 2));
        Assert.Null(history.FindRevision(Night, 5));
        Assert.Empty(history.Revisions(Night.AddMinutes(1)));
    }

    [Fact]
    public void Save_SameFiguresPutTogetherLater_NothingChanges()
    {
        var history = Open();
        Save(history, Night, 1);
        var (version, before) = (history.Version, history.Find(Night)!);
        var later = Sample(Night, 1, final: true);

        var saved = history.Save(
            later with { Quality = new Quality(TimeSpan.FromHours(3), 4, 2, 0.001, Now.AddHours(3)), Revision = 9 },
            new MinuteMeasure(SnapshotHistory.Minute(Night), 1, null, null, null));

        Assert.Equal(Saved.Unchanged, saved);
        Assert.Equal(version, history.Version);
        Assert.Equivalent(before, history.Find(Night), strict: true);
        Assert.Single(history.Revisions(Night));
    }

    [Fact]
    public void FindRevision_NotFinalYet_None()
    {
        var history = Open();
        Save(history, Night, 1, final: false);

        Assert.Null(history.FindRevision(Night, 3));
        Assert.Equal([new SnapshotRevision(3, Now, Final: false)], history.Revisions(Night));
    }

    /// <summary>A report that dies between a minute and what is compared with it must still know.</summary>
    [Fact]
    public void MarkStale_AfterARestart_WhatIsComparedWithTheChangedMinute()
    {
        var history = Open();
        Save(history, Night, 1);
        Save(history, Night.AddHours(-169).AddMinutes(20), 1);

        var reopened = new SnapshotHistory(_database.Reopen(), _time);
        Assert.Empty(reopened.Stale());
        reopened.MarkStale(new ComparisonDependents(new SiteCalendar(DateTimeZoneProviders.Tzdb["America/Toronto"], TimeZoneRules.Bundled.Version)));

        Assert.Equal([SnapshotHistory.Minute(Night)], new SnapshotHistory(_database.Reopen(), _time).Stale());
        Save(reopened, Night, 1);
        Assert.Empty(reopened.Stale());
    }

    [Fact]
    public void Prune_MinuteWithRevisions_AllOfThemTogether()
    {
        var history = Open();
        Save(history, Night.AddMinutes(1), 1);
        _time.Advance(TimeSpan.FromDays(30));
        Save(history, Night.AddMinutes(1), 2);

        _time.Advance(TimeSpan.FromDays(10));
        Prune(history);
        Assert.Equal(2, history.Revisions(Night.AddMinutes(1)).Count);

        _time.Advance(TimeSpan.FromDays(30));
        Prune(history);
        Assert.Empty(history.Revisions(Night.AddMinutes(1)));
        Assert.Null(history.FindRevision(Night.AddMinutes(1), 3));
    }

    /// <summary>A surge is told by minutes; it is still found when most of their snapshots are gone.</summary>
    [Fact]
    public void Prune_OldMinutes_TheirMeasuresLiveAsLongAsTheQuarterHours()
    {
        var history = Open();
        for (var minute = 0; minute < 60; minute++)
        {
            Save(history, Night.AddMinutes(minute), 1);
        }

        _time.Advance(TimeSpan.FromDays(36));
        Prune(history);
        Assert.Equal(60, history.Measures(0, long.MaxValue, Snapshot.CurrentMethod).Count);

        _time.Advance(TimeSpan.FromDays(365));
        Prune(history);
        Assert.Empty(history.Measures(0, long.MaxValue, Snapshot.CurrentMethod));
    }

    [Fact]
    public void Find_AfterARestart_EveryFieldAsSaved()
    {
        var saved = Sample(Night, 200_112, final: true);
        Open().Save(saved, new MinuteMeasure(SnapshotHistory.Minute(Night), 200_112, 17_003, 300, 7));

        var reopened = new SnapshotHistory(_database.Reopen(), _time);
        var found = reopened.Find(Night)!;

        Assert.Equivalent(saved, found, strict: true);
        Assert.Equal([new MinuteMeasure(SnapshotHistory.Minute(Night), 200_112, 17_003, 300, 7)], reopened.Measures(0, long.MaxValue, Snapshot.CurrentMethod));
        Assert.Empty(reopened.Measures(0, long.MaxValue, "2"));
    }

    [Fact]
    public void Prune_RetentionCountsFromTheWriting_NotFromTheEvent()
    {
        var history = Open();
        Save(history, Night, 1);
        Save(history, Night.AddMinutes(1), 1);

        Assert.Equal(0, Prune(history));
        _time.Advance(TimeSpan.FromDays(35) + TimeSpan.FromSeconds(1));
        Assert.Equal(1, Prune(history));

        Assert.NotNull(history.Find(Night));
        Assert.Null(history.Find(Night.AddMinutes(1)));
    }

    [Fact]
    public void Prune_OldMinutes_QuarterHoursStayUntilTheirOwnRetention()
    {
        var history = Open();
        for (var minute = 0; minute < 60; minute++)
        {
            Save(history, Night.AddMinutes(minute), 1);
        }

        _time.Advance(TimeSpan.FromDays(36));
        Prune(history);
        Assert.Equal([0, 15, 30, 45], history.Range(Night, Night.AddHours(1), TimeSpan.FromMinutes(1)).Select(snapshot => snapshot.At.Minute));

        _time.Advance(TimeSpan.FromDays(365));
        Prune(history);
        Assert.Empty(history.Range(Night, Night.AddHours(1), TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void Range_Steps_CountFromItsBeginning()
    {
        var history = Open();
        for (var minute = 0; minute < 60; minute++)
        {
            Save(history, Night.AddMinutes(minute), 1);
        }

        var found = history.Range(Night.AddMinutes(7), Night.AddMinutes(47), TimeSpan.FromMinutes(20));

        Assert.Equal([7, 27], found.Select(snapshot => snapshot.At.Minute));
    }

    /// <summary>What an earlier version did not count is null, and not without a reason.</summary>
    [Fact]
    public void SnapshotOfAnEarlierVersion_SaysWhatWasNotCounted()
    {
        var earlier = Sample(Night, 100, final: true);
        earlier = earlier with
        {
            Networks = null,
            NetworksStandardError = null,
            Room = null,
            PageViews = earlier.PageViews! with { FromCache = null, FromCacheStale = null },
            Quality = earlier.Quality with { DroppedHits = null, FoldedPageViews = null },
        };
        Open().Save(earlier, new MinuteMeasure(SnapshotHistory.Minute(Night), 100, null, null, null));

        var read = Open().Find(Night)!;

        Assert.Equal(400_000, read.PageViews!.Served);
        Assert.Equal(
            [
                ("bots", "Not counted."),
                .. ((string[])["networks", "networksStandardError", "pageViews.fromCache", "pageViews.fromCacheStale", "quality.droppedHits", "quality.foldedPageViews", "room"])
                    .Select(figure => (figure, "This snapshot was made by a version that did not count it.")),
            ],
            read.Unavailable.Select(reason => (reason.Key, reason.Value)));
    }

    public void Dispose() => _database.Dispose();

    private static int Prune(SnapshotHistory history) => history.Prune(TimeSpan.FromDays(35), TimeSpan.FromDays(400));

    private static Saved Save(SnapshotHistory history, DateTimeOffset at, long visitors, bool final = true) =>
        history.Save(Sample(at, visitors, final), new MinuteMeasure(SnapshotHistory.Minute(at), visitors, null, null, null));

    private static Snapshot Sample(DateTimeOffset at, long visitors, bool final) => new()
    {
        Room = RoomFigures.Closed,
        At = at.ToOffset(TimeSpan.FromHours(-5)),
        Window = TimeSpan.FromMinutes(5),
        Visitors = visitors,
        StandardError = 0.0018,
        Networks = 150_000,
        NetworksStandardError = 0.0029,
        Method = Snapshot.CurrentMethod,
        Final = final,
        Baseline = new Baseline(at.AddHours(-169), 17_003, 16_500.5, "A note.") { WeeksLeftOut = [at.AddDays(-21)] },
        Ratio = 11.77,
        Surge = new SurgeState(SurgeLevel.Surge, at.AddMinutes(-10), at.AddMinutes(-2)),
        Countries = [new CountryShare(CountryCode.Parse("US"), 100_030, 0.4999, 57.1, 0.53, new BaselineShare(0.103, 0.088, 0.116), 40, 12)],
        PageViews = new PageViews(400_000, new Dictionary<string, long> { ["shed"] = 5 }) { FromCache = 300_000, FromCacheStale = 20 },
        TurnedAway = 12,
        TurnedAwayStandardError = 3.5,
        Refusals = new Refusals(40, 28, new Dictionary<string, CauseRefusals> { ["shed"] = new(40, 12) }),
        Ledger = new Ledger(at.AddMinutes(-1), at, 104, 100, new Dictionary<string, long> { ["shed"] = 3 }, 1),
        Revision = 3,
        Quality = new Quality(TimeSpan.FromSeconds(20), 2, 1, 0.001, at.AddSeconds(20), DroppedHits: 0, FoldedPageViews: 0),
        Unavailable = new Dictionary<string, string> { ["bots"] = "Not counted." },
    };

    private SnapshotHistory Open() => new(_database.Open, _time);
}
