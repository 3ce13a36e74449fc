using Affluence.Counter.V1;
using Affluence.Gateway.Delivery;
using Affluence.Gateway.Identity;
using FsCheck;
using FsCheck.Fluent;
using AnswerSource = Affluence.Hits.AnswerSource;

namespace Affluence.Gateway.Tests.Delivery;

public sealed class HitAggregatorTests
{
    private static readonly DateTimeOffset Start = new(2016, 11, 9, 4, 0, 0, TimeSpan.Zero);
    private static readonly CountryCode[] Countries = [CountryCode.Unknown, CountryCode.Parse("CA"), CountryCode.Parse("US")];

    /// <summary>However hits are cut into flushes, the counter ends with the same: sets united, largest totals.</summary>
    [Fact]
    public void Batches_HoweverFlushed_SayTheSame() =>
        Prop.ForAll(ArbMap.Default.ArbFor<(byte Bucket, byte Visitor, byte Country, byte Outcome, bool Flush)[]>(), hits =>
        {
            var atOnce = Replay(hits.Select(hit => hit with { Flush = false }));
            var inParts = Replay(hits);
            return atOnce.Visitors.SetEquals(inParts.Visitors)
                && atOnce.Totals.OrderBy(total => total.Key).SequenceEqual(inParts.Totals.OrderBy(total => total.Key))
                && inParts.Hits == hits.Length;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Visitor_WhoseCountryWasUnknownFirst_IsNotCountedInTwoWithinABucket()
    {
        var aggregator = NewAggregator();
        aggregator.Add(HitOf(0, visitor: 1, HitOutcome.Served), CountryCode.Unknown, default);
        aggregator.Add(HitOf(0, visitor: 1, HitOutcome.Served), CountryCode.Parse("US"), default);

        var batch = Assert.Single(aggregator.TakeBatches(Start));

        Assert.Single(batch.Countries.SelectMany(part => part.Value.Visitors[HitOutcome.Served]));
        Assert.Equal(2, batch.Countries.Sum(part => part.Value.Totals!.PageViews(HitOutcome.Served)));
    }

    /// <summary>GeoService was away for a while: before or after, he is in one country only.</summary>
    [Theory]
    [InlineData("ZZ", "US", "ZZ")]
    [InlineData("US", "ZZ", "US")]
    public void Visitor_LocatedElsewhereInALaterBucket_StaysInTheCountryHeWasFirstGiven(string first, string then, string expected)
    {
        var aggregator = NewAggregator();
        aggregator.Add(HitOf(0, visitor: 1, HitOutcome.Served), CountryCode.Parse(first), default);
        aggregator.TakeBatches(Start);
        aggregator.Add(HitOf(30, visitor: 1, HitOutcome.Served), CountryCode.Parse(then), default);
        aggregator.Add(HitOf(30, visitor: 2, HitOutcome.Served), CountryCode.Parse(then), default);

        var batch = Assert.Single(aggregator.TakeBatches(Start));

        Assert.Equal(new[] { expected, then }.Distinct().Order(), batch.Countries.Keys.Select(country => country.ToString()).Order());
        Assert.Equal(1, batch.Countries[CountryCode.Parse(expected)].Totals!.Requests);
    }

    /// <summary>A school or an office: each browser is somebody.</summary>
    [Fact]
    public void FiveHundredBrowsersBehindOneAddress_AreCountedInFull()
    {
        var (visitors, networks, folded) = Visit(NewAggregator(), Enumerable.Range(0, 500).Select(browser => (Address: 1u, browser)));

        Assert.Equal((500, 1, 0), (visitors.Count, networks.Count, folded));
    }

    /// <summary>However it spreads them over the addresses of its network, over buckets and over half an hour.</summary>
    [Fact]
    public void OneClientThatInventsUserAgents_AddsNoMoreThanTheLimitAndItsNetwork()
    {
        var (visitors, networks, folded) = Visit(
            NewAggregator(), Enumerable.Range(0, 100_000).Select(browser => (Address: 0x01020300u | (uint)(browser % 256), browser)), buckets: 180);

        Assert.Equal((1_001, 1, 99_000), (visitors.Count, networks.Count, folded));
        Assert.Subset(visitors, networks);
    }

    /// <summary>Each has admitted others, up to the limit; all the rest is one visitor, the same at both.</summary>
    [Fact]
    public void TwoGateways_FoldTheSameNetworkIntoTheSameVisitor()
    {
        var first = Visit(NewAggregator(), Enumerable.Range(0, 3_000).Select(browser => (1u, browser)));
        var second = Visit(NewAggregator(), Enumerable.Range(0, 3_000).Reverse().Select(browser => (1u, browser)));
        var small = Visit(NewAggregator(), Enumerable.Range(0, 400).Select(browser => (1u, browser)));
        var same = Visit(NewAggregator(), Enumerable.Range(200, 300).Select(browser => (1u, browser)));

        Assert.Equal(first.Networks, second.Networks);
        Assert.Equal(2_001, first.Visitors.Union(second.Visitors).Count());
        Assert.Equal(500, small.Visitors.Union(same.Visitors).Count());
    }

    [Theory]
    [InlineData("1.2.3.4", "1.2.3.250", 1)]
    [InlineData("1.2.3.4", "1.2.4.4", 2)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", 1)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", 2)]
    public void Networks_AreSlash24sAndSlash64s(string first, string second, int networks)
    {
        var aggregator = NewAggregator();
        foreach (var text in new[] { first, second })
        {
            Assert.True(NetworkAddress.TryParse(text, out var address));
            aggregator.Add(HitOf(0, visitor: 1, HitOutcome.Served) with { Address = address }, CountryCode.Unknown, default);
        }

        Assert.Equal(networks, Assert.Single(aggregator.TakeBatches(Start)).Networks.Distinct().Count());
    }

    /// <summary>Networks stand beside visitors, who are the served ones.</summary>
    [Fact]
    public void Network_ThatWasRefusedAlone_IsNotTold()
    {
        var aggregator = NewAggregator();
        aggregator.Add(HitOf(0, visitor: 1, HitOutcome.Shed), CountryCode.Unknown, default);

        var batch = Assert.Single(aggregator.TakeBatches(Start));

        Assert.Empty(batch.Networks);
        Assert.True(batch.TellsNetworks);
    }

    [Fact]
    public void LateHit_OfABucketThatIsOver_TellsItsVisitorAndTheTotalsFromTheBeginning()
    {
        var aggregator = NewAggregator();
        aggregator.Add(HitOf(0, visitor: 1, HitOutcome.Served), CountryCode.Unknown, default);
        aggregator.TakeBatches(Start.AddMinutes(1));
        aggregator.Add(HitOf(0, visitor: 2, HitOutcome.Served), CountryCode.Unknown, default);

        var late = Assert.Single(aggregator.TakeBatches(Start.AddMinutes(1)));

        Assert.Single(late.Countries[CountryCode.Unknown].Visitors[HitOutcome.Served]);
        Assert.Equal(2, late.Countries[CountryCode.Unknown].Totals!.Requests);
    }

    [Fact]
    public void Visitor_RefusedTwiceForOneCauseAndOnceForAnother_IsSentOnceUnderEach()
    {
        var aggregator = NewAggregator();
        HitOutcome[] outcomes = [HitOutcome.Shed, HitOutcome.Shed, HitOutcome.Timeout, HitOutcome.Served, HitOutcome.Shed];
        var requests = new List<RecordRequest>();
        foreach (var outcome in outcomes)
        {
            aggregator.Add(HitOf(0, visitor: 1, outcome), CountryCode.Parse("CA"), default);
            requests.AddRange(aggregator.TakeBatches(Start).SelectMany(RecordRequests.From));
        }

        var sent = requests.SelectMany(request => request.Countries).ToList();
        Assert.Single(sent.SelectMany(hits => hits.ServedVisitors));
        Assert.Empty(sent.SelectMany(hits => hits.RefusedVisitors));
        Assert.Equal(
            [RefusalCause.Shed, RefusalCause.Timeout],
            sent.SelectMany(hits => hits.RefusedPageViews).SelectMany(refused => refused.Visitors.Select(_ => refused.Cause)));
        var last = sent[^1];
        Assert.Equal(5ul, last.PageViews);
        Assert.Equal(5ul, last.ServedPageViews + last.RefusedPageViews.Aggregate(0ul, (sum, refused) => sum + refused.Count));
    }

    [Fact]
    public void BucketComesAgain_AfterItWasForgotten_IsWrittenUnderAnotherName()
    {
        var aggregator = NewAggregator();
        aggregator.Add(HitOf(0, visitor: 1, HitOutcome.Served), CountryCode.Unknown, default);
        var before = Assert.Single(aggregator.TakeBatches(Start.AddHours(1)));

        // The clock went back an hour.
        aggregator.Add(HitOf(0, visitor: 2, HitOutcome.Served), CountryCode.Unknown, default);
        var after = Assert.Single(aggregator.TakeBatches(Start));

        Assert.NotEqual(before.Key.WriterId, after.Key.WriterId);
        Assert.Equal(before.Key.Bucket, after.Key.Bucket);
    }

    [Fact]
    public void Batch_OverTheContractsLimit_IsSentInSeveralCompleteRequests()
    {
        var batch = new Batch(new BatchKey("writer", Bucket.Of(Start), 1), default);
        for (var visitor = 0UL; visitor < 250_000; visitor++)
        {
            batch.AddVisitor(Countries[visitor % 2], visitor, (HitOutcome)(visitor % 7));
        }

        var requests = RecordRequests.From(batch).ToList();

        Assert.All(requests, request => Assert.True(VisitorsIn(request) <= 200_000));
        Assert.All(requests, request => Assert.Equal(request.Countries.Count, request.Countries.Select(hits => hits.CountryCode).Distinct().Count()));
        Assert.Equal(250_000, requests.Sum(VisitorsIn));
    }

    /// <summary>A record on disk says what the batch said.</summary>
    [Fact]
    public void Batch_WrittenAndReadBack_SaysTheSame() =>
        Prop.ForAll(ArbMap.Default.ArbFor<(byte Bucket, byte Visitor, byte Country, byte Outcome, bool Flush)[]>(), hits =>
        {
            var aggregator = NewAggregator();
            foreach (var hit in hits)
            {
                aggregator.Add(HitOf(0, hit.Visitor, (HitOutcome)(hit.Outcome % 7)) with { Source = SourceOf(hit.Country) }, Countries[hit.Country % 3], default);
            }

            return aggregator.TakeBatches(Start).All(batch =>
                Assert.Single(RecordRequests.From(batch)) is var request && request.Equals(RecordRequests.From(RecordRequests.Read(request)).Single()));
        }).QuickCheckThrowOnFailure();

    private static int VisitorsIn(RecordRequest request) =>
        request.Countries.Sum(hits => hits.ServedVisitors.Count + hits.RefusedPageViews.Sum(refused => refused.Visitors.Count));

    private static (HashSet<(Bucket, CountryCode, HitOutcome, ulong)> Visitors, Dictionary<(long Bucket, string Country, string What), long> Totals, long Hits) Replay(
        IEnumerable<(byte Bucket, byte Visitor, byte Country, byte Outcome, bool Flush)> hits)
    {
        var aggregator = NewAggregator();
        var batches = new List<Batch>();
        foreach (var hit in hits)
        {
            aggregator.Add(
                HitOf(hit.Bucket % 3, hit.Visitor, (HitOutcome)(hit.Outcome % 7)) with { Source = SourceOf(hit.Country) }, Countries[hit.Visitor % 3], default);
            if (hit.Flush)
            {
                batches.AddRange(aggregator.TakeBatches(Start));
            }
        }

        batches.AddRange(aggregator.TakeBatches(Start));
        var visitors = new HashSet<(Bucket, CountryCode, HitOutcome, ulong)>();
        var totals = new Dictionary<(long, string, string), long>();
        foreach (var batch in batches)
        {
            foreach (var (country, part) in batch.Countries)
            {
                visitors.UnionWith(part.Visitors.SelectMany(outcome =>
                    outcome.Value.Select(visitor => (batch.Key.Bucket, country, outcome.Key, visitor))));
                foreach (var outcome in Enum.GetValues<HitOutcome>())
                {
                    var key = (batch.Key.Bucket.Number, country.ToString(), outcome.ToString());
                    totals[key] = Math.Max(totals.GetValueOrDefault(key), part.Totals?.PageViews(outcome) ?? 0);
                }

                foreach (var source in Enum.GetValues<AnswerSource>())
                {
                    var key = (batch.Key.Bucket.Number, country.ToString(), source.ToString());
                    totals[key] = Math.Max(totals.GetValueOrDefault(key), part.Totals?.Served(source) ?? 0);
                }
            }
        }

        return (visitors, totals, batches.Sum(batch => batch.Hits));
    }

    /// <summary>One in four does not say.</summary>
    private static AnswerSource? SourceOf(byte number) => number % 4 is > 0 and var source ? (AnswerSource)(source - 1) : null;

    private static Hit HitOf(int bucket, byte visitor, HitOutcome outcome) => new(
        Bucket.Of(Start.AddSeconds(bucket * Bucket.Seconds)), HitKind.PageView, outcome, NetworkAddress.FromIPv4(visitor), string.Empty, default);

    private static (HashSet<ulong> Visitors, HashSet<ulong> Networks, int Folded) Visit(
        HitAggregator aggregator, IEnumerable<(uint Address, int Browser)> pageViews, int buckets = 1)
    {
        var folded = pageViews.Index().Count(view => !aggregator.Add(
            HitOf(view.Index % buckets, visitor: 0, HitOutcome.Served) with
            {
                Address = NetworkAddress.FromIPv4(view.Item.Address),
                UserAgent = $"browser {view.Item.Browser}",
            },
            CountryCode.Parse("CA"),
            default));
        var requests = aggregator.TakeBatches(Start).SelectMany(RecordRequests.From).ToList();
        Assert.Equal((ulong)folded, requests.GroupBy(request => request.BucketStart).Aggregate(0ul, (sum, bucket) => sum + bucket.Max(request => request.FoldedPageViews)));
        return (
            [.. requests.SelectMany(request => request.Countries).SelectMany(hits => hits.ServedVisitors)],
            [.. requests.SelectMany(request => request.Networks)],
            folded);
    }

    private static HitAggregator NewAggregator()
    {
        var ring = new IdentityRing();
        ring.Update([new VisitorIdentity(1, new byte[32], Start.AddDays(-1), Start.AddDays(1))], Start.AddDays(-2));
        return new HitAggregator("writer", ring, new VisitorHasher("site"), visitorsPerNetwork: 1_000);
    }
}
