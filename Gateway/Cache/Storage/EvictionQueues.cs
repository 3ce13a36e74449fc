namespace Affluence.Gateway.Cache.Storage;

/// <summary>
/// Decides who must go when the memory is full, by S3-FIFO (Yang, Zhang, Qiu, Yue, Rashmi: "FIFO queues are all you need for cache eviction",
/// SOSP 2023). Used under the store's lock; the two sums may be read at any time.
/// </summary>
/// <remarks>
/// What is new stands in a small queue, a tenth of the memory, and comes into the main one when it was asked for twice before its turn to go: so
/// what nobody asks for again goes soon, and a flood of it moves nothing out of the main queue. What went lately is remembered by its hash and
/// comes into the main queue at once.
/// </remarks>
internal sealed class EvictionQueues(long mostBytes)
{
    private const int UsesForMain = 2;

    private readonly SlotQueue _small = new();
    private readonly SlotQueue _main = new();
    private readonly GhostKeys _ghosts = new();

    public long Bytes => _small.Bytes + _main.Bytes;

    public int Count => _small.Count + _main.Count;

    public void Add(Slot slot) => (_ghosts.Remove(slot.Key) ? _main : _small).Add(slot);

    public void Remove(Slot slot) => QueueOf(slot).Remove(slot);

    public void Resize(Slot slot, long bytes) => QueueOf(slot).Resize(slot, bytes);

    /// <returns>Who has to go next, still in its queue; null when there is room again.</returns>
    public Slot? NextToGo()
    {
        while (Bytes > mostBytes)
        {
            if ((_small.Count > 0 && (_small.Bytes > mostBytes / 10 || _main.Count == 0) ? FromSmall() : FromMain()) is { } slot)
            {
                return slot;
            }
        }

        _ghosts.KeepAtMost(Count);
        return null;
    }

    private Slot? FromSmall()
    {
        var slot = _small.Oldest;
        if (slot.Uses >= UsesForMain)
        {
            _small.Remove(slot);
            _main.Add(slot);
            return null;
        }

        _ghosts.Add(slot.Key);
        return slot;
    }

    private Slot? FromMain()
    {
        var slot = _main.Oldest;
        if (slot.Uses == 0)
        {
            return slot;
        }

        slot.Age();
        _main.Remove(slot);
        _main.Add(slot);
        return null;
    }

    private SlotQueue QueueOf(Slot slot) => _small.Holds(slot) ? _small : _main;
}
