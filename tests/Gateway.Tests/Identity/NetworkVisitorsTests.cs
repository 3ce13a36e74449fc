using FsCheck;
using FsCheck.Fluent;

namespace Affluence.Gateway.Tests.Identity;

public sealed class NetworkVisitorsTests
{
    private const int Limit = 5;
    private const int Networks = 3;
    private const int Visitors = 9;

    private static readonly Bucket Start = Bucket.Of(new DateTimeOffset(2016, 11, 9, 4, 0, 0, TimeSpan.Zero));

    /// <summary>Page views in the order of time: which network, which of its visitors, and how many buckets after the one before.</summary>
    private static readonly Gen<(int Network, int Visitor, int Pause)> PageView =
        from network in Gen.Choose(1, Networks)
        from visitor in Gen.Choose(1, Visitors)
        from pause in Gen.Frequency((6, Gen.Constant(0)), (3, Gen.Choose(0, 12)), (1, Gen.Choose(0, 400)))
        select (network, visitor, pause);

    [Fact]
    public void AnyHalfHour_HasNoMoreOfANetworkThanTheLimit() => Check((views, at) =>
        views.Take(at + 1).Where(view => view.Admitted && view.Network == views[at].Network && IsWithin(view, views[at]))
            .Select(view => view.Visitor).Distinct().Count() <= Limit);

    [Fact]
    public void Visitor_AdmittedInTheLastHalfHour_IsAdmittedAgain() => Check((views, at) =>
        views[at].Admitted
        || !views.Take(at).Any(view => view.Admitted && view.Network == views[at].Network && view.Visitor == views[at].Visitor && IsWithin(view, views[at])));

    /// <summary>Nobody is remembered for longer than two windows.</summary>
    [Fact]
    public void Visitor_OfANetworkWithNoMoreThanTheLimit_IsAdmitted() => Check((views, at) =>
        views[at].Admitted
        || views.Take(at).Where(view => view.Network == views[at].Network && views[at].Bucket.Number - view.Bucket.Number < 2 * 180)
            .Select(view => view.Visitor).Append(views[at].Visitor).Distinct().Count() > Limit);

    [Fact]
    public void InventedVisitors_PushNobodyOut()
    {
        var networks = new NetworkVisitors(limit: 2, capacity: 4);
        networks.Admits(1, 1, Start);
        networks.Admits(2, 1, Start);
        for (var visitor = 2UL; visitor < 1_000; visitor++)
        {
            Assert.Equal(visitor == 2, networks.Admits(1, visitor, Start));
        }

        Assert.True(networks.Admits(2, 1, Start));
        Assert.True(networks.Admits(1, 1, Start));
        Assert.False(networks.Admits(1, 3, Start));
    }

    [Fact]
    public void ClockSetBack_BeginsAnewAndFailsNothing()
    {
        var networks = new NetworkVisitors(limit: 1, capacity: 100);
        Assert.True(networks.Admits(1, 1, Start));
        Assert.True(networks.Admits(1, 1, Bucket.FromNumber(Start.Number - 360)));
        Assert.True(networks.Admits(1, 1, Start));
        Assert.False(networks.Admits(1, 2, Start));
    }

    private static bool IsWithin(Seen earlier, Seen later) => later.Bucket.Number - earlier.Bucket.Number < 180;

    /// <summary>Tries a rule on every page view of any sequence.</summary>
    private static void Check(Func<IReadOnlyList<Seen>, int, bool> rule) =>
        Prop.ForAll(PageView.ListOf().ToArbitrary(), pageViews =>
        {
            var networks = new NetworkVisitors(Limit, capacity: 1_000);
            var bucket = Start;
            var views = new List<Seen>();
            foreach (var (network, visitor, pause) in pageViews)
            {
                bucket = Bucket.FromNumber(bucket.Number + pause);
                views.Add(new Seen(bucket, network, visitor, networks.Admits((ulong)network, (ulong)visitor, bucket)));
            }

            return Enumerable.Range(0, views.Count).All(index => rule(views, index));
        }).Check(Config.QuickThrowOnFailure.WithEndSize(150));

    private readonly record struct Seen(Bucket Bucket, int Network, int Visitor, bool Admitted);
}
