using System.Collections.Concurrent;
using Affluence.Counter.V1;
using Grpc.Core;

namespace Affluence.Gateway.Tests.Fakes;

/// <summary>Keeps what it is sent as the contract says: visitors as sets, totals as the largest per writer. Can refuse, and count refusals.</summary>
internal sealed class FakeCounter : VisitorCounterService.VisitorCounterServiceBase
{
    private readonly ConcurrentQueue<RecordRequest> _records = new();
    private int _refused;

    /// <summary>The status to refuse with; OK takes records.</summary>
    public StatusCode Answer { get; set; }

    public int Refused => Volatile.Read(ref _refused);

    public IReadOnlyCollection<RecordRequest> Records => _records;

    public override Task<RecordResponse> Record(RecordRequest request, ServerCallContext context)
    {
        if (Answer != StatusCode.OK)
        {
            Interlocked.Increment(ref _refused);
            throw new RpcException(new Status(Answer, "refused by the test"));
        }

        _records.Enqueue(request);
        return Task.FromResult(new RecordResponse { StoreId = "store" });
    }

    public ulong Requests => Total(hits => hits.Requests);

    public ulong Bots => Total(hits => hits.BotRequests);

    public ulong ServedPageViews => Total(hits => hits.ServedPageViews);

    public ulong RefusedPageViews(RefusalCause cause) =>
        Total(hits => hits.RefusedPageViews.Where(refused => refused.Cause == cause).Aggregate(0UL, (sum, refused) => sum + refused.Count));

    public IReadOnlySet<(string Country, ulong Visitor)> Served(uint? epoch = null) =>
        Visitors(epoch, hits => hits.ServedVisitors);

    public IReadOnlySet<(string Country, ulong Visitor)> RefusedVisitors => Visitors(null, hits => hits.RefusedPageViews.SelectMany(refused => refused.Visitors));

    public ulong PageViews => Total(hits => hits.PageViews);

    private HashSet<(string Country, ulong Visitor)> Visitors(uint? epoch, Func<CountryHits, IEnumerable<ulong>> visitors) =>
        [.. _records
            .Where(record => epoch is null || record.IdentityEpoch == epoch)
            .SelectMany(record => record.Countries)
            .SelectMany(hits => visitors(hits).Select(visitor => (hits.CountryCode, visitor)))];

    private ulong Total(Func<CountryHits, ulong> measure) =>
        _records
            .SelectMany(record => record.Countries.Select(hits => (Key: (record.WriterId, record.BucketStart, hits.CountryCode), Value: measure(hits))))
            .GroupBy(total => total.Key)
            .Aggregate(0UL, (sum, totals) => sum + totals.Max(total => total.Value));
}
