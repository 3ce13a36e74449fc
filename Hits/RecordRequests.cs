using Affluence.Counter.V1;
using Google.Protobuf.WellKnownTypes;

namespace Affluence.Hits;

/// <summary>Writes a batch in the words of the contract, in as many requests as its limits ask for. Each is complete in itself.</summary>
public static class RecordRequests
{
    /// <summary>Half of what the contract allows, so that a message stays below 1 MB.</summary>
    private const int MaxVisitors = 100_000;

    public static IEnumerable<RecordRequest> From(Batch batch)
    {
        var request = NewRequest(batch.Key);
        var room = MaxVisitors;
        foreach (var (country, part) in batch.Countries)
        {
            var served = part.Served.AsEnumerable();
            var refused = part.Refused.AsEnumerable();
            var left = part.Served.Count + part.Refused.Count;
            do
            {
                if (room == 0)
                {
                    yield return request;
                    request = NewRequest(batch.Key);
                    room = MaxVisitors;
                }

                var hits = NewHits(country, part.Totals);
                hits.ServedVisitors.AddRange(served.Take(room));
                served = served.Skip(hits.ServedVisitors.Count);
                hits.RefusedVisitors.AddRange(refused.Take(room - hits.ServedVisitors.Count));
                refused = refused.Skip(hits.RefusedVisitors.Count);
                request.Countries.Add(hits);

                var taken = hits.ServedVisitors.Count + hits.RefusedVisitors.Count;
                room -= taken;
                left -= taken;
            }
            while (left > 0);
        }

        yield return request;
    }

    private static RecordRequest NewRequest(BatchKey key) => new()
    {
        WriterId = key.WriterId,
        BucketStart = key.Bucket.Start.ToTimestamp(),
        IdentityEpoch = key.Epoch,
    };

    private static CountryHits NewHits(CountryCode country, Totals? totals)
    {
        var hits = new CountryHits { CountryCode = country.ToString() };
        if (totals is null)
        {
            return hits;
        }

        hits.Requests = (ulong)totals.Requests;
        hits.BotRequests = (ulong)totals.BotRequests;
        hits.ServedPageViews = (ulong)totals.PageViews(HitOutcome.Served);
        foreach (var outcome in System.Enum.GetValues<HitOutcome>())
        {
            if (outcome != HitOutcome.Served && totals.PageViews(outcome) > 0)
            {
                hits.RefusedPageViews.Add(new CauseCount { Cause = CauseOf(outcome), Count = (ulong)totals.PageViews(outcome) });
            }
        }

        return hits;
    }

    private static RefusalCause CauseOf(HitOutcome outcome) => outcome switch
    {
        HitOutcome.OriginError => RefusalCause.OriginError,
        HitOutcome.Timeout => RefusalCause.Timeout,
        HitOutcome.Unreachable => RefusalCause.Unreachable,
        HitOutcome.Shed => RefusalCause.Shed,
        HitOutcome.Waiting => RefusalCause.Waiting,
        HitOutcome.ClientGone => RefusalCause.ClientGone,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "A served page view has no cause."),
    };
}
