using Affluence.Counter.V1;
using Affluence.Gateway.Delivery;
using Affluence.Gateway.Identity;
using FsCheck;
using FsCheck.Fluent;

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
                aggregator.Add(HitOf(0, hit.Visitor, (HitOutcome)(hit.Outcome % 7)), Countries[hit.Country % 3], default);
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
            aggregator.Add(HitOf(hit.Bucket % 3, hit.Visitor, (HitOutcome)(hit.Outcome % 7)), Countries[hit.Visitor % 3], default);
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
            }
        }

        return (visitors, totals, batches.Sum(batch => batch.Hits));
    }

    private static Hit HitOf(int bucket, byte visitor, HitOutcome outcome) => new(
        Bucket.Of(Start.AddSeconds(bucket * Bucket.Seconds)), HitKind.PageView, outcome, NetworkAddress.FromIPv4(visitor), string.Empty, default);

    private static HitAggregator NewAggregator()
    {
        var ring = new IdentityRing();
        ring.Update([new VisitorIdentity(1, new byte[32], Start.AddDays(-1), Start.AddDays(1))], Start.AddDays(-2));
        return new HitAggregator("writer", ring, new VisitorHasher("site"));
    }
}
