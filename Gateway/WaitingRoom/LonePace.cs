using Affluence.Admission;
using Affluence.Gateway.OriginLimit;

namespace Affluence.Gateway.WaitingRoom;

/// <summary>How a gateway lets in while nobody else says: as fast as it last saw the frontier move, and only while its own limit has room. For one thread.</summary>
internal sealed class LonePace
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Queue<(DateTimeOffset At, DateTimeOffset Frontier)> _seen = new();

    /// <summary>Time of arrival that is let in per time that goes by.</summary>
    public double Pace { get; private set; } = 1;

    /// <summary>Learns from what the counter says.</summary>
    public void Heard(RoomState state, DateTimeOffset now)
    {
        if (!state.IsOpen)
        {
            _seen.Clear();
            Pace = 1;
            return;
        }

        _seen.Enqueue((now, state.Frontier));
        while (now - _seen.Peek().At > Window)
        {
            _seen.Dequeue();
        }

        var first = _seen.Peek();
        if (now - first.At >= Window / 2)
        {
            Pace = Math.Clamp((state.Frontier - first.Frontier) / (now - first.At), 0.01, 10);
        }
    }

    public RoomState Advance(RoomState state, DateTimeOffset now, TimeSpan elapsed, OriginStatus site)
    {
        var hasRoom = site is { AwayFor: OriginSign.Answered, Queued: 0 };
        var next = state.Frontier + (elapsed * Pace);
        return state.IsOpen && hasRoom ? state with { Frontier = next < now ? next : now > state.Frontier ? now : state.Frontier } : state;
    }
}
