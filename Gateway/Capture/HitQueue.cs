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

    public int Count => _channel.Reader.Count;

    public void Add(in Hit hit)
    {
        ledger.Seen();
        if (!_channel.Writer.TryWrite(hit))
        {
            ledger.Dropped(DropReason.QueueFull, 1);
        }
    }

    /// <summary>Moves up to <paramref name="most"/> hits to the end of <paramref name="hits"/>.</summary>
    public void TakeInto(List<Hit> hits, int most)
    {
        for (var taken = 0; taken < most && _channel.Reader.TryRead(out var hit); taken++)
        {
            hits.Add(hit);
        }
    }
}
