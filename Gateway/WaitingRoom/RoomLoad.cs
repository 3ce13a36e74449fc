using Affluence.Admission;
using Affluence.Admission.V1;
using Affluence.Gateway.OriginLimit;
using Google.Protobuf.WellKnownTypes;
using SiteLoad = Affluence.Admission.SiteLoad;

namespace Affluence.Gateway.WaitingRoom;

/// <summary>What the limit to the site had to do, as running totals of the 10 s that run and of those before. For one thread.</summary>
internal sealed class RoomLoad(OriginGate gate)
{
    private SiteLoad _seen;
    private Bucket _bucket;

    public SiteLoad Current { get; private set; }

    public SiteLoad Last { get; private set; }

    /// <summary>Takes in what was done since the last call.</summary>
    public void Note(DateTimeOffset now)
    {
        var bucket = Bucket.Of(now);
        if (bucket > _bucket)
        {
            Last = bucket == _bucket.Next ? Current : default;
            (Current, _bucket) = (default, bucket);
        }

        var total = gate.Load;
        Current += total - _seen;
        _seen = total;
    }

    public void WriteTo(ExchangeRequest request)
    {
        request.Loads.Add(Write(_bucket, Current));
        request.Loads.Add(Write(Bucket.FromNumber(_bucket.Number - 1), Last));
    }

    /// <summary>What is known without the counter: nothing of who waits, so that the room does not close by itself.</summary>
    public AdmissionReading ToReading() => new() { LastLoad = Last, CurrentLoad = Current, KnownSince = DateTimeOffset.MaxValue };

    private static Affluence.Admission.V1.SiteLoad Write(Bucket bucket, SiteLoad load) => new()
    {
        BucketStart = Timestamp.FromDateTimeOffset(bucket.Start),
        Asked = (ulong)load.Asked,
        Held = (ulong)load.Held,
        Shed = (ulong)load.Shed,
    };
}
