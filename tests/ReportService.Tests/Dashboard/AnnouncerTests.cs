using Affluence.Report.Dashboard;
using Affluence.Report.Dashboard.Now;
using Affluence.Report.Languages;
using Affluence.Report.Snapshots;
using Affluence.Report.Surges;
using Affluence.ReportService.Tests.Fakes;

namespace Affluence.ReportService.Tests.Dashboard;

public sealed class AnnouncerTests
{
    private readonly Announcer _announcer = new();
    private DateTimeOffset _now = SampleSnapshot.Night.At;

    [Fact]
    public void FigureEvery2Seconds_IsToldOnceAMinute()
    {
        var told = Enumerable.Range(0, 90).Select(_ => Next(SampleSnapshot.Night, after: 2)).OfType<string>();

        Assert.Equal(["Visitors: 200,112.", "Visitors: 200,112."], told);
    }

    [Fact]
    public void WhatThePageShowsWhenOpened_IsNotTold() => Assert.Null(Next(SampleSnapshot.Night));

    [Fact]
    public void ChangeOfState_IsToldAtOnce_AndOnce()
    {
        Next(SampleSnapshot.Night with { Surge = new SurgeState(SurgeLevel.Normal, SampleSnapshot.Night.Surge.Since, null) });

        Assert.Equal("Surge since 9:47 p.m. (1 h 13 min). Difficult to reach since 10:58 p.m. (2 min). Visitors: 200,112.", Plain.Text(Next(SampleSnapshot.Night, after: 2)!));
        Assert.Null(Next(SampleSnapshot.Night, after: 2));
    }

    [Fact]
    public void Stale_IsToldOnce_AndThenTheReturn()
    {
        Next(SampleSnapshot.Night);

        Assert.Equal("The figures are no longer up to date.", Next(SampleSnapshot.Night, after: 2, stale: true));
        Assert.Null(Next(SampleSnapshot.Night, after: 2, stale: true));
        Assert.EndsWith("Visitors: 200,112.", Next(SampleSnapshot.Night, after: 2), StringComparison.Ordinal);
    }

    [Fact]
    public void FigureThatIsNotKnown_IsSaidSo()
    {
        Next(SampleSnapshot.Silent);

        Assert.Equal("The number of visitors is not known.", Next(SampleSnapshot.Silent, after: 61));
    }

    private string? Next(Snapshot snapshot, int after = 0, bool stale = false)
    {
        _now += TimeSpan.FromSeconds(after);
        return _announcer.Next(NowView.Of(snapshot, live: true, SampleSnapshot.Toronto, Typography.English), stale, _now, Typography.English);
    }
}
