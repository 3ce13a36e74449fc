using System.Globalization;
using Affluence.Admission;
using Affluence.Counter.Admission;
using Affluence.Counter.Recording;
using Google.Protobuf.WellKnownTypes;
using Wire = Affluence.Admission.V1;

namespace Affluence.Counter.Grpc;

/// <summary>Turns the wire's exchange into ours, or refuses all of it. What only grows can't be taken back, so nothing of it may lie ahead of the clock.</summary>
internal sealed class RoomReportReader(TimeProvider time)
{
    private const int MostIds = 200_000;
    private const int MostLoads = 10;
    private const ulong MostRequests = 1UL << 53;

    private static readonly TimeSpan LongestNotice = TimeSpan.FromDays(366);

    /// <exception cref="global::Grpc.Core.RpcException">INVALID_ARGUMENT.</exception>
    public RoomReport Read(Wire.ExchangeRequest request)
    {
        if (!WriterId.TryParse(request.WriterId, out var writer))
        {
            InvalidArgument.Throw("writer_id", $"must be {WriterId.Grammar}");
        }

        var ids = request.Inside.Count + request.Waiting.Sum(slot => (long)slot.Tickets.Count);
        if (ids > MostIds)
        {
            InvalidArgument.Throw("waiting", $"{ids} tickets and passes, but at most {MostIds} fit in one message");
        }

        if (request.Loads.Count > MostLoads)
        {
            InvalidArgument.Throw("loads", $"{request.Loads.Count} buckets, but at most {MostLoads} fit in one message");
        }

        Check(request.Known);
        return new RoomReport(writer, RoomStates.Read(request.Known), ReadLoads(request), ReadWaiting(request), request.Inside);
    }

    private void Check(Wire.RoomState? state)
    {
        if (state is null)
        {
            return;
        }

        var now = time.GetUtcNow();
        NotAfter(state.Frontier, now + RequestTime.MaxAhead, "known.frontier");
        NotAfter(state.OpenedAt, now + RequestTime.MaxAhead, "known.opened_at");
        NotAfter(state.ClosedAt, now + RequestTime.MaxAhead, "known.closed_at");
        NotAfter(state.Order?.GivenAt, now + RequestTime.MaxAhead, "known.order.given_at");
        NotAfter(state.Order?.From, now + LongestNotice, "known.order.from");
        NotAfter(state.Step?.Frontier, now + RequestTime.MaxAhead, "known.step.frontier");
        if (state.Step is { } step && (step.Second < 0 || step.Second > (now + RequestTime.MaxAhead).ToUnixTimeSeconds() || step.HoldUntil < 0 || step.HoldUntil > step.Second + 3_600))
        {
            InvalidArgument.Throw("known.step", $"second {step.Second}, hold_until {step.HoldUntil} are not of this time, {RequestTime.Describe(now)}");
        }
    }

    private Dictionary<Bucket, SiteLoad> ReadLoads(Wire.ExchangeRequest request)
    {
        var loads = new Dictionary<Bucket, SiteLoad>();
        foreach (var (index, load) in request.Loads.Index())
        {
            var field = string.Create(CultureInfo.InvariantCulture, $"loads[{index}]");
            if (load.Asked > MostRequests || load.Held > load.Asked || load.Shed > load.Held)
            {
                InvalidArgument.Throw(field, $"asked {load.Asked}, held {load.Held}, shed {load.Shed} must each be at most the one before it, and 2^53");
            }

            if (!loads.TryAdd(ReadBucket(load.BucketStart, $"{field}.bucket_start"), new SiteLoad((long)load.Asked, (long)load.Held, (long)load.Shed)))
            {
                InvalidArgument.Throw($"{field}.bucket_start", "comes twice");
            }
        }

        return loads;
    }

    private Dictionary<Bucket, IReadOnlyList<ulong>> ReadWaiting(Wire.ExchangeRequest request)
    {
        var waiting = new Dictionary<Bucket, IReadOnlyList<ulong>>();
        foreach (var (index, slot) in request.Waiting.Index())
        {
            var field = string.Create(CultureInfo.InvariantCulture, $"waiting[{index}].start");
            if (slot.Tickets.Count > 0 && !waiting.TryAdd(ReadBucket(slot.Start, field), slot.Tickets))
            {
                InvalidArgument.Throw(field, "comes twice");
            }
        }

        return waiting;
    }

    private Bucket ReadBucket(Timestamp? start, string field)
    {
        if (start is null)
        {
            InvalidArgument.Throw(field, "is required");
        }

        NotAfter(start, time.GetUtcNow() + RequestTime.MaxAhead, field);
        return RequestTime.ReadBucket(start, field);
    }

    private static void NotAfter(Timestamp? instant, DateTimeOffset latest, string field)
    {
        // What is not set, and the beginning of time, is before all else.
        if (instant is not null && instant.Seconds != 0 && RequestTime.ReadInstant(instant, field) is var read && read > latest)
        {
            InvalidArgument.Throw(field, $"{RequestTime.Describe(read)} is after {RequestTime.Describe(latest)}, as far as this counter's clock allows");
        }
    }
}
