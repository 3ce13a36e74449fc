using Affluence.Admission.V1;
using Google.Protobuf.WellKnownTypes;

namespace Affluence.Gateway.WaitingRoom;

/// <summary>
/// Who asked since the counter was last told: tickets that wait and passes that were used, each once however often it came. Bounded; it does not grow with
/// the number of those who wait, only with how many ask within a second. Thread-safe.
/// </summary>
internal sealed class RoomPresence(int capacity = RoomPresence.MostIds)
{
    /// <summary>As many as fit in one message.</summary>
    public const int MostIds = 200_000;

    private readonly Lock _lock = new();
    private Dictionary<long, HashSet<ulong>> _waiting = [];
    private HashSet<ulong> _inside = [];
    private int _count;
    private long _dropped;

    /// <summary>Who could not be told because there were too many.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    public void Wait(DateTimeOffset arrival, ulong ticket)
    {
        lock (_lock)
        {
            if (HasRoom())
            {
                ref var slot = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_waiting, Bucket.Of(arrival).Number, out _);
                _count += (slot ??= []).Add(ticket) ? 1 : 0;
            }
        }
    }

    public void Use(ulong pass)
    {
        lock (_lock)
        {
            _count += HasRoom() && _inside.Add(pass) ? 1 : 0;
        }
    }

    /// <summary>Moves all of it into a request.</summary>
    public void MoveTo(ExchangeRequest request)
    {
        Dictionary<long, HashSet<ulong>> waiting;
        HashSet<ulong> inside;
        lock (_lock)
        {
            (waiting, inside) = (_waiting, _inside);
            (_waiting, _inside, _count) = ([], [], 0);
        }

        foreach (var (slot, tickets) in waiting)
        {
            request.Waiting.Add(new ArrivalSlot { Start = Timestamp.FromDateTimeOffset(Bucket.FromNumber(slot).Start), Tickets = { tickets } });
        }

        request.Inside.AddRange(inside);
    }

    /// <summary>Takes back what could not be told.</summary>
    public void TakeBack(ExchangeRequest request)
    {
        foreach (var slot in request.Waiting)
        {
            foreach (var ticket in slot.Tickets)
            {
                Wait(slot.Start.ToDateTimeOffset(), ticket);
            }
        }

        foreach (var pass in request.Inside)
        {
            Use(pass);
        }
    }

    private bool HasRoom()
    {
        _dropped += _count < capacity ? 0 : 1;
        return _count < capacity;
    }
}
