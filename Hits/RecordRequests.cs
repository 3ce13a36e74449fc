using Affluence.Counter.V1;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;
using Wire = Affluence.Counter.V1;

namespace Affluence.Hits;

/// <summary>
/// Writes a batch in the words of the contract, in as many requests as its limits ask for, each complete in itself; and reads them back.
/// </summary>
public static class RecordRequests
{
    /// <summary>Visitors and networks: half of what the contract allows, so that a message stays below 1 MB.</summary>
    private const int MaxVisitors = 100_000;

    public static IEnumerable<RecordRequest> From(Batch batch)
    {
        var request = NewRequest(batch);
        var room = MaxVisitors;
        foreach (var networks in batch.Networks.Chunk(MaxVisitors))
        {
            if (room < networks.Length)
            {
                yield return request;
                request = NewRequest(batch);
                room = MaxVisitors;
            }

            request.Networks.AddRange(networks);
            room -= networks.Length;
        }

        foreach (var (country, part) in batch.Countries)
        {
            var hits = Open(country, part);
            foreach (var (outcome, visitors) in part.Visitors)
            {
                for (var from = 0; from < visitors.Count;)
                {
                    if (room == 0)
                    {
                        yield return request;
                        request = NewRequest(batch);
                        room = MaxVisitors;
                        hits = Open(country, part);
                    }

                    var taken = Math.Min(room, visitors.Count - from);
                    VisitorsOf(hits, outcome).AddRange(visitors.Skip(from).Take(taken));
                    room -= taken;
                    from += taken;
                }
            }
        }

        yield return request;

        CountryHits Open(CountryCode country, Batch.CountryPart part)
        {
            var hits = NewHits(country, part.Totals);
            request.Countries.Add(hits);
            return hits;
        }
    }

    /// <summary>The batch that a request of <see cref="From"/> tells of. Whom its hits are accounted to is not in it.</summary>
    /// <exception cref="InvalidDataException">It is none of ours.</exception>
    public static Batch Read(RecordRequest request)
    {
        var bucket = Bucket.Of(request.BucketStart?.ToDateTimeOffset() ?? throw new InvalidDataException("bucket_start is missing"));
        var batch = new Batch(new BatchKey(request.WriterId, bucket, request.IdentityEpoch), default)
        {
            DroppedHits = (long)request.DroppedHits,
            FoldedPageViews = (long)request.FoldedPageViews,
            TellsNetworks = request.TellsNetworks,
        };
        batch.AddNetworks(request.Networks);
        foreach (var hits in request.Countries)
        {
            if (!CountryCode.TryParse(hits.CountryCode, out var country))
            {
                throw new InvalidDataException("country_code is no country");
            }

            batch.SetTotals(country, TotalsOf(hits));
            batch.AddVisitors(country, hits.ServedVisitors, HitOutcome.Served);
            foreach (var refused in hits.RefusedPageViews)
            {
                batch.AddVisitors(country, refused.Visitors, OutcomeOf(refused.Cause));
            }
        }

        return batch;
    }

    private static Totals TotalsOf(CountryHits hits)
    {
        var pageViews = new Dictionary<HitOutcome, long> { [HitOutcome.Served] = (long)hits.ServedPageViews };
        foreach (var refused in hits.RefusedPageViews)
        {
            pageViews[OutcomeOf(refused.Cause)] = (long)refused.Count;
        }

        var served = hits.ServedBySource.ToDictionary(count => SourceOf(count.Source), count => (long)count.Count);
        var room = hits.Room.ToDictionary(RoomCounts.Read, count => (long)count.Count);
        return Totals.Of((long)hits.Requests, (long)hits.BotRequests, (long)hits.PageViews, pageViews, served, room);
    }

    private static RepeatedField<ulong> VisitorsOf(CountryHits hits, HitOutcome outcome)
    {
        if (outcome == HitOutcome.Served)
        {
            return hits.ServedVisitors;
        }

        var cause = CauseOf(outcome);
        var refused = hits.RefusedPageViews.FirstOrDefault(refused => refused.Cause == cause);
        if (refused is null)
        {
            // Totals that come with another batch of the same bucket.
            hits.RefusedPageViews.Add(refused = new CauseCount { Cause = cause });
        }

        return refused.Visitors;
    }

    private static RecordRequest NewRequest(Batch batch) => new()
    {
        WriterId = batch.Key.WriterId,
        BucketStart = batch.Key.Bucket.Start.ToTimestamp(),
        IdentityEpoch = batch.Key.Epoch,
        DroppedHits = (ulong)batch.DroppedHits,
        FoldedPageViews = (ulong)batch.FoldedPageViews,
        TellsNetworks = batch.TellsNetworks,
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
        hits.PageViews = (ulong)totals.ArrivedPageViews;
        hits.ServedPageViews = (ulong)totals.PageViews(HitOutcome.Served);
        foreach (var outcome in System.Enum.GetValues<HitOutcome>())
        {
            if (outcome != HitOutcome.Served && totals.PageViews(outcome) > 0)
            {
                hits.RefusedPageViews.Add(new CauseCount { Cause = CauseOf(outcome), Count = (ulong)totals.PageViews(outcome) });
            }
        }

        foreach (var source in System.Enum.GetValues<AnswerSource>())
        {
            if (totals.Served(source) > 0)
            {
                hits.ServedBySource.Add(new SourceCount { Source = WireOf(source), Count = (ulong)totals.Served(source) });
            }
        }

        hits.Room.AddRange(totals.Room.Select(happened => RoomCounts.Write(happened.Key, happened.Value)));

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

    private static HitOutcome OutcomeOf(RefusalCause cause) => cause switch
    {
        RefusalCause.OriginError => HitOutcome.OriginError,
        RefusalCause.Timeout => HitOutcome.Timeout,
        RefusalCause.Unreachable => HitOutcome.Unreachable,
        RefusalCause.Shed => HitOutcome.Shed,
        RefusalCause.Waiting => HitOutcome.Waiting,
        RefusalCause.ClientGone => HitOutcome.ClientGone,
        _ => throw new InvalidDataException($"{(int)cause} is no cause"),
    };

    private static Wire.AnswerSource WireOf(AnswerSource source) => source switch
    {
        AnswerSource.Site => Wire.AnswerSource.Site,
        AnswerSource.Cache => Wire.AnswerSource.Cache,
        AnswerSource.StaleCache => Wire.AnswerSource.StaleCache,
        _ => throw new ArgumentOutOfRangeException(nameof(source), source, "It is no source."),
    };

    private static AnswerSource SourceOf(Wire.AnswerSource source) => source switch
    {
        Wire.AnswerSource.Site => AnswerSource.Site,
        Wire.AnswerSource.Cache => AnswerSource.Cache,
        Wire.AnswerSource.StaleCache => AnswerSource.StaleCache,
        _ => throw new InvalidDataException($"{(int)source} is no source"),
    };
}
