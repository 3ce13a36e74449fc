using Affluence.Report.Annotations;
using Affluence.Report.Dashboard.Curve;
using Affluence.Report.History;
using Affluence.Report.Languages;
using Affluence.Report.Surges;
using Affluence.ReportService.Tests.Fakes;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Affluence.ReportService.Tests.Dashboard.Curve;

public sealed class CurveStoreTests : IDisposable
{
    private static readonly DateTimeOffset Night = new(2016, 11, 9, 4, 0, 0, TimeSpan.Zero);
    private readonly TestDatabase _database = new();
    private readonly FakeTimeProvider _time = new(Night.AddSeconds(25));
    private readonly SnapshotHistory _history;
    private readonly AnnotationStore _annotations;
    private readonly CurveStore _store;

    public CurveStoreTests()
    {
        _history = new SnapshotHistory(_database.Open, _time);
        _annotations = new AnnotationStore(_database.Open, SampleSnapshot.Toronto, _time);
        _store = new CurveStore(_history, new SurgeHistory(_history, SampleSnapshot.Toronto, Options.Create(new SurgeOptions()), _time), _annotations, SampleSnapshot.Toronto, _time);
    }

    public void Dispose() => _database.Dispose();

    [Fact]
    public void ThreeHours_OnePointAMinute_UpToNow()
    {
        Put(Night.AddMinutes(-1), 100, 50, refused: 3);
        Put(Night, 110, 55, refused: 4);

        var curve = _store.Read(CurveSpan.ThreeHours, around: null);

        Assert.Equal(180, curve.Points.Count);
        Assert.Equal(new CurvePoint(Civil(Night), 110, 55, 4), curve.Points[^1]);
        Assert.Equal(new CurvePoint(Civil(Night.AddMinutes(-1)), 100, 50, 3), curve.Points[^2]);
        Assert.Equal(TimeSpan.FromHours(-5), curve.Points[0].At.Offset);
    }

    [Fact]
    public void MinuteNotOnRecord_IsAGap()
    {
        Put(Night, 110, 55);

        var curve = _store.Read(CurveSpan.ThreeHours, around: null);

        Assert.Equal([Night], curve.Points.Where(point => point.Visitors is not null).Select(point => point.At));
        Assert.All(curve.Points.Where(point => point.At != Night), point => Assert.Equal((null, null, null), (point.Visitors, point.BaselineVisitors, point.RefusedPageViews)));
    }

    [Fact]
    public void Day_AStepIsAsHighAsItsBusiestMinute()
    {
        Put(Night.AddMinutes(-4), 100, 50, refused: 10);
        Put(Night.AddMinutes(-3), 900, 60, refused: 20);
        Put(Night, 300, 70, refused: null);

        var curve = _store.Read(CurveSpan.Day, around: Night.AddHours(-12));
        var live = _store.Read(CurveSpan.Day, around: null);

        Assert.Equal(288, live.Points.Count);
        Assert.Equal(new CurvePoint(Civil(Night.AddMinutes(-3)), 900, 60, 15), live.Points.Single(point => point.Visitors is not null));
        Assert.Equal(curve.To, Night.AddHours(-6));
    }

    [Fact]
    public void Past_ShowsWhatCameAfterIt_AndNotTheFuture()
    {
        Assert.Equal(Night.AddHours(-5).AddMinutes(45), _store.Read(CurveSpan.ThreeHours, Night.AddHours(-5)).To);
        Assert.Equal(Night, _store.Read(CurveSpan.ThreeHours, Night).To);
    }

    [Fact]
    public void OldTimes_OfWhichQuarterHoursAreKept_OnePointForEachOfThem()
    {
        for (var minute = 0; minute <= 180; minute += 15)
        {
            Put(Night.AddDays(-60).AddMinutes(-minute), 100 + minute, 50);
        }

        var curve = _store.Read(CurveSpan.ThreeHours, Night.AddDays(-60));

        Assert.Equal(TimeSpan.FromMinutes(15), curve.Step);
        Assert.Equal(12, curve.Points.Count);
        Assert.Equal(9, curve.Points.Count(point => point.Visitors is not null));
        Assert.Equal(curve.Points.Count(point => point.At <= Night.AddDays(-60)), curve.Points.TakeWhile(point => point.Visitors is not null).Count());
    }

    [Fact]
    public void ManyReaders_OneReadOfTheHistory_UntilAMinuteIsPutOnRecord()
    {
        Put(Night.AddMinutes(-1), 100, 50);
        var first = _store.Read(CurveSpan.ThreeHours, around: null);
        Assert.Same(first, _store.Read(CurveSpan.ThreeHours, around: null));

        Put(Night, 110, 55);
        Assert.Same(first, _store.Read(CurveSpan.ThreeHours, around: null));
        _time.Advance(TimeSpan.FromSeconds(6));

        var second = _store.Read(CurveSpan.ThreeHours, around: null);
        Assert.NotSame(first, second);
        Assert.Equal(110, second.Points[^1].Visitors);
        Assert.Same(second, _store.Read(CurveSpan.ThreeHours, around: null));
    }

    [Fact]
    public void Surge_OfTheSpan_IsGivenWithItsPeak_AndLastsIfItDoes()
    {
        for (var minute = -20; minute <= 0; minute++)
        {
            Put(Night.AddMinutes(minute), minute < -10 ? 1_000 : 5_000 + (minute == -4 ? 500 : 0), 1_000);
        }

        // The week's step ends half an hour after now, which is no silence in which a surge would end.
        foreach (var span in CurveSpan.All)
        {
            var surge = Assert.Single(_store.Read(span, around: null).Surges);
            Assert.Equal((Night.AddMinutes(-10), (DateTimeOffset?)null, 5_500L), (surge.Since, surge.Until, surge.Peak.Visitors));
        }
    }

    [Fact]
    public void Annotation_OfTheSpan_IsGiven_AndOneTakenBackIsNot()
    {
        var standing = _annotations.Post(new AnnotationDraft(Night.AddHours(-1), null, new LocalizedText("Result called", "Résultat annoncé")), key: null);
        var taken = _annotations.Post(new AnnotationDraft(Night.AddHours(-2), null, new LocalizedText("Mistaken", "Par erreur")), key: null);
        _annotations.Post(new AnnotationDraft(Night.AddHours(-4), null, new LocalizedText("Before", "Avant")), key: null);
        _annotations.Withdraw(Assert.IsType<AnnotationPosting.Noted>(taken).Annotation.Id);

        var curve = _store.Read(CurveSpan.ThreeHours, around: null);

        Assert.Equal([Assert.IsType<AnnotationPosting.Noted>(standing).Annotation], curve.Annotations);
    }

    private void Put(DateTimeOffset at, long? visitors, long? baseline, long? refused = 0) =>
        _history.Save(
            SampleSnapshot.Night with { At = Civil(at), Final = true },
            new MinuteMeasure(SnapshotHistory.Minute(at), visitors, baseline, 1000, refused));

    private static DateTimeOffset Civil(DateTimeOffset at) => SampleSnapshot.Toronto.Localize(at);
}
