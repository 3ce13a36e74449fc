using Affluence.Gateway.Cache.Purging;
using FsCheck;
using FsCheck.Fluent;

namespace Affluence.Gateway.Tests.Cache.Purging;

public sealed class PurgeLedgerTests
{
    private static readonly string[] Paths = ["/en", "/en/work", "/fr"];
    private static readonly DateTimeOffset Start = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    /// <summary>However often and in whatever order they come, the same answers are dead in the end: for each path those before the latest of its purges.</summary>
    [Fact]
    public void Purges_HoweverTheyCome_ReachAsFar() => Prop.ForAll(Purges().ArrayOf().ToArbitrary(), ArbMap.Default.ArbFor<int>(), (purges, seed) =>
    {
        var random = new Random(seed);
        var shuffled = purges.Concat(purges.Where(_ => random.Next(2) == 0)).OrderBy(_ => random.Next());
        return ReachOf(purges).SequenceEqual(ReachOf(shuffled));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Purge_ByAnOperator_IsLaterThanThoseBefore_ThoughTheClockWasSetBack()
    {
        var ledger = new PurgeLedger();
        var first = ledger.Decree(PurgePattern.All, Start);

        Assert.True(ledger.Decree(PurgePattern.All, Start.AddHours(-1)).At > first.At);
    }

    [Fact]
    public void Purges_AreToldOnce_AndAgainToAStoreThatLostItsMemory()
    {
        var ledger = new PurgeLedger();
        var here = ledger.Decree(new PurgePattern(PurgeScope.Path, "/en"), Start);
        var elsewhere = new Purge(new PurgePattern(PurgeScope.Prefix, "/fr/"), Start);
        Assert.Equal([elsewhere], ledger.Learn("store", [elsewhere, here]));
        ledger.Told(ledger.Untold);
        Assert.Empty(ledger.Untold);

        Assert.Empty(ledger.Learn("store", [elsewhere]));
        Assert.Empty(ledger.Untold);
        Assert.Empty(ledger.Learn("another", []));
        Assert.Equal([elsewhere, here], ledger.Untold.OrderByDescending(purge => purge.Pattern.Scope));
    }

    /// <summary>Told while it was made anew: the new one is still to be told.</summary>
    [Fact]
    public void Acknowledgement_OfAnEarlierPurge_IsNoneOfALaterOne()
    {
        var ledger = new PurgeLedger();
        var earlier = ledger.Decree(PurgePattern.All, Start);
        var later = ledger.Decree(PurgePattern.All, Start.AddSeconds(1));

        ledger.Told([earlier]);

        Assert.Equal([later], ledger.Untold);
    }

    /// <summary>The latest time before which each of some paths is dead, as the new purges make it known one by one.</summary>
    private static IEnumerable<DateTimeOffset> ReachOf(IEnumerable<Purge> purges)
    {
        var ledger = new PurgeLedger();
        var executed = purges.SelectMany(purge => ledger.Learn("store", [purge])).ToList();
        return Paths.Select(path => executed
            .Where(purge => purge.Pattern.Covers(new(false, "example.org", path)))
            .Select(purge => purge.At).DefaultIfEmpty(DateTimeOffset.MinValue).Max());
    }

    private static Gen<Purge> Purges() =>
        from pattern in Gen.Elements(
            PurgePattern.All, new PurgePattern(PurgeScope.Path, "/en"), new PurgePattern(PurgeScope.Prefix, "/en"), new PurgePattern(PurgeScope.Path, "/fr"))
        from seconds in Gen.Choose(0, 9)
        select new Purge(pattern, Start.AddSeconds(seconds));
}
