using Affluence.Hits;
using Affluence.Simulator.Night;

namespace Affluence.Simulator.Tests.Night;

public sealed class ExactCountTests
{
    private static readonly CountryCode Canada = CountryCode.Parse("CA");

    private readonly ExactCount _count = new(Evening.Ordinary(new DateTimeOffset(2016, 11, 1, 23, 0, 0, TimeSpan.FromHours(-4))));

    [Fact]
    public void Window_HoldsFiveMinutesAndEveryVisitorOnce()
    {
        Add(1, HitOutcome.Served, minute: 0);
        Add(1, HitOutcome.Served, minute: 0);
        Add(2, HitOutcome.Served, minute: 0);

        var figures = Enumerable.Range(0, 6).Select(_count.Close).ToList();

        Assert.Equal([2, 2, 2, 2, 2, 0], figures.Select(minute => minute.Visitors));
        Assert.Equal([3, 3, 3, 3, 3, 0], figures.Select(minute => minute.PageViews.Served));
        Assert.Equal([3, 0], figures.Take(2).Select(minute => minute.Ledger.Served));
        Assert.Equal(2, figures[0].Countries["CA"]);
        Assert.Equal("2016-11-01T23:01:00-04:00", figures[0].At.ToString("yyyy-MM-dd'T'HH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Refused_AreTurnedAwayUnlessServedInTheWindow()
    {
        Add(1, HitOutcome.Timeout, minute: 0);
        Add(2, HitOutcome.Shed, minute: 0);
        var first = _count.Close(0);
        Add(1, HitOutcome.Served, minute: 1);
        var second = _count.Close(1);

        Assert.Equal((0, 2, 0), (first.Visitors, first.TurnedAway, first.GotIn));
        Assert.Equal((1, 1, 1), (second.Visitors, second.TurnedAway, second.GotIn));
        Assert.Equal(new Dictionary<string, long> { ["timeout"] = 1, ["shed"] = 1 }, second.PageViews.Refused);
        Assert.Empty(second.Ledger.Refused);
    }

    [Fact]
    public void Programs_AreRequestsAndNoVisitors()
    {
        _count.Add(new PlannedRequest(ReaderOf(1), HitKind.Bot, HitOutcome.Served, 0), Canada, 0);
        _count.Add(new PlannedRequest(ReaderOf(1), HitKind.Probe, HitOutcome.Served, 0), Canada, 0);
        Add(2, HitOutcome.Served, minute: 0);

        var figures = _count.Close(0);

        // One page with its four parts, and the two programs.
        Assert.Equal((1, 1L, 7L), (figures.Visitors, figures.Bots, figures.Requests));
    }

    private void Add(int visitor, HitOutcome outcome, int minute) =>
        _count.Add(new PlannedRequest(ReaderOf(visitor), HitKind.PageView, outcome, 0), Canada, minute);

    private static Reader ReaderOf(int visitor) => new(NetworkAddress.FromIPv4((uint)visitor), "browser", "en");
}
