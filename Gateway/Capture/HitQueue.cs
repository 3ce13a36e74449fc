using System.Collections.ObjectModel;
using System.Threading.Channels;
using Microsoft.Extensions.Options;

namespace Affluence.Gateway.Capture;

/// <summary>
/// Hits on their way from the requests to delivery. Writing never waits: when delivery can't keep up, the hit is dropped, and counted.
/// </summary>
internal sealed class HitQueue(IOptions<CaptureOptions> options, DeliveryLedger ledger)
{
    private readonly Channel<Hit> _channel = Channel.CreateBounded<Hit>(
        new BoundedChannelOptions(options.Value.QueueCapacity) { SingleReader = true });

    private readonly Lock _dropLock = new();
    private Dictionary<Bucket, long> _dropped = [];

    public int Count => _channel.Reader.Count;

    public void Add(in Hit hit)
    {
        ledger.Seen();
        if (!_channel.Writer.TryWrite(hit))
        {
            ledger.Dropped(HitStage.Queued, DropReason.QueueFull, 1);
            lock (_dropLock)
            {
                _dropped[hit.Bucket] = _dropped.GetValueOrDefault(hit.Bucket) + 1;
            }
        }
    }

    /// <summary>Moves up to <paramref name="most"/> hits to the end of <paramref name="hits"/>.</summary>
    public void TakeInto(List<Hit> hits, int most)
    {
        var before = hits.Count;
        while (hits.Count - before < most && _channel.Reader.TryRead(out var hit))
        {
            hits.Add(hit);
        }

        ledger.Move(HitStage.Queued, HitStage.Waiting, hits.Count - before);
    }

    /// <summary>The hits dropped since the last call, by bucket.</summary>
    public IReadOnlyDictionary<Bucket, long> TakeDropped()
    {
        lock (_dropLock)
        {
            if (_dropped.Count == 0)
            {
                return ReadOnlyDictionary<Bucket, long>.Empty;
            }

            var dropped = _dropped;
            _dropped = [];
            return dropped;
        }
    }
}
