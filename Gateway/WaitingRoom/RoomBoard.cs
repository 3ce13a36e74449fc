using Affluence.Admission;

namespace Affluence.Gateway.WaitingRoom;

/// <summary>What this gateway knows of the room, replaced as a whole by one volatile write.</summary>
internal sealed class RoomBoard
{
    private readonly Lock _lock = new();
    private volatile RoomNotice _current = RoomNotice.Nothing;

    public RoomNotice Current => _current;

    /// <summary>Takes in a state; of the rest, what is newer.</summary>
    public void Post(RoomNotice notice)
    {
        lock (_lock)
        {
            _current = notice with { State = _current.State.Merge(notice.State) };
        }
    }

    public void Post(RoomState state)
    {
        lock (_lock)
        {
            _current = _current with { State = _current.State.Merge(state) };
        }
    }
}

/// <summary>The room as the counter last described it.</summary>
/// <param name="State">Who may go in.</param>
/// <param name="Slots">Slots of arrival in which somebody waits, oldest first, with how many wait in those before and in this one.</param>
/// <param name="Forecast">How fast people are let in.</param>
internal sealed record RoomNotice(RoomState State, (Bucket Slot, int Before, int People)[] Slots, WaitForecast Forecast)
{
    public static RoomNotice Nothing { get; } = new(RoomState.Initial, [], WaitForecast.Unknown);

    public int Waiting => Slots is [.., var last] ? last.Before + last.People : 0;

    /// <summary>People who are there and came before an instant.</summary>
    public int Before(DateTimeOffset arrival)
    {
        var (low, high) = (0, Slots.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = Slots[middle].Slot.Start <= arrival ? (middle + 1, high) : (low, middle);
        }

        if (low == 0)
        {
            return 0;
        }

        // Those of one slot came evenly over it, as far as is known.
        var (slot, before, people) = Slots[low - 1];
        var from = slot.Start > State.Frontier ? slot.Start : State.Frontier;
        return before + (int)(people * Math.Clamp((arrival - from) / (slot.End - from), 0, 1));
    }
}
