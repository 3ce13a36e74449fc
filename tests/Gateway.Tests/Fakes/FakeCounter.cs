using System.Collections.Concurrent;
using Affluence.Counter.V1;
using Grpc.Core;
using AnswerSource = Affluence.Counter.V1.AnswerSource;

namespace Affluence.Gateway.Tests.Fakes;

/// <summary>
/// Keeps what it is sent as the contract says: visitors as sets, totals as the largest per writer. Can refuse, count refusals, never answer,
/// and lose its memory.
/// </summary>
internal sealed class FakeCounter : VisitorCounterService.VisitorCounterServiceBase
{
    private readonly ConcurrentQueue<RecordRequest> _records = new();
    private int _refused;

    /// <summary>The status to refuse with; OK takes records.</summary>
    public StatusCode Answer { get; set; }

    /// <summary>Takes calls, and answers none.</summary>
    public bool Hangs { get; set; }

    /// <summary>Names its memory.</summary>
    public string StoreId { get; set; } = "store";

    /// <summary>The only token it takes; null takes all.</summary>
    public string? OnlyWith { get; set; }

    /// <summary>The Authorization header of the last record.</summary>
    public string? LastAuthorization { get; private set; }

    public int Refused => Volatile.Read(ref _refused);

    public IReadOnlyCollection<RecordRequest> Records => _records;

    public void LoseMemory(string newStoreId)
    {
        StoreId = newStoreId;
        _records.Clear();
    }

    public override async Task<RecordResponse> Record(RecordRequest request, ServerCallContext context)
    {
        if (Hangs)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.CancellationToken);
        }

        LastAuthorization = context.RequestHeaders.GetValue("authorization");
        if (OnlyWith is not null && LastAuthorization != $"Bearer {OnlyWith}")
        {
            Interlocked.Increment(ref _refused);
            throw new RpcException(new Status(StatusCode.Unauthenticated, "refused by the test"));
        }

        if (Answer != StatusCode.OK)
        {
            Interlocked.Increment(ref _refused);
            throw new RpcException(new Status(Answer, "refused by the test"));
        }

        _records.Enqueue(request);
        return new RecordResponse { StoreId = StoreId };
    }

    public ulong Requests => Total(hits => hits.Requests);

    public ulong Bots => Total(hits => hits.BotRequests);

    public ulong ServedPageViews => Total(hits => hits.ServedPageViews);

    public ulong ServedFrom(AnswerSource source) =>
        Total(hits => hits.ServedBySource.Where(served => served.Source == source).Aggregate(0UL, (sum, served) => sum + served.Count));

    public ulong RefusedPageViews(RefusalCause cause) =>
        Total(hits => hits.RefusedPageViews.Where(refused => refused.Cause == cause).Aggregate(0UL, (sum, refused) => sum + refused.Count));

    public IReadOnlySet<(string Country, ulong Visitor)> Served(uint? epoch = null) =>
        Visitors(epoch, hits => hits.ServedVisitors);

    public IReadOnlySet<(string Country, ulong Visitor)> RefusedVisitors => Visitors(null, hits => hits.RefusedPageViews.SelectMany(refused => refused.Visitors));

    public ulong PageViews => Total(hits => hits.PageViews);

    public ulong Room(Counter.V1.RoomEventKind kind) =>
        Total(hits => hits.Room.Where(happened => happened.Kind == kind).Aggregate(0UL, (sum, happened) => sum + happened.Count));

    public ulong DroppedHits => Total(record => record.DroppedHits);

    public ulong FoldedPageViews => Total(record => record.FoldedPageViews);

    public IReadOnlySet<ulong> Networks => _records.SelectMany(record => record.Networks).ToHashSet();

    private HashSet<(string Country, ulong Visitor)> Visitors(uint? epoch, Func<CountryHits, IEnumerable<ulong>> visitors) =>
        [.. _records
            .Where(record => epoch is null || record.IdentityEpoch == epoch)
            .SelectMany(record => record.Countries)
            .SelectMany(hits => visitors(hits).Select(visitor => (hits.CountryCode, visitor)))];

    private ulong Total(Func<RecordRequest, ulong> measure) => _records
        .GroupBy(record => (record.WriterId, record.BucketStart))
        .Aggregate(0UL, (sum, records) => sum + records.Max(measure));

    private ulong Total(Func<CountryHits, ulong> measure) =>
        _records
            .SelectMany(record => record.Countries.Select(hits => (Key: (record.WriterId, record.BucketStart, hits.CountryCode), Value: measure(hits))))
            .GroupBy(total => total.Key)
            .Aggregate(0UL, (sum, totals) => sum + totals.Max(total => total.Value));
}
