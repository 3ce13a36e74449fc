namespace Affluence.Gateway.Cache.Storage;

/// <summary>Slots in the order in which they came, with the bytes they are counted with. Used under the store's lock; the two sums may be read at any time.</summary>
internal sealed class SlotQueue
{
    private readonly LinkedList<Slot> _slots = new();
    private long _bytes;

    public long Bytes => Interlocked.Read(ref _bytes);

    public int Count => _slots.Count;

    public Slot Oldest => _slots.First!.Value;

    public bool Holds(Slot slot) => slot.Place?.List == _slots;

    public void Add(Slot slot)
    {
        slot.Place = _slots.AddLast(slot);
        Interlocked.Add(ref _bytes, slot.Bytes);
    }

    public void Remove(Slot slot)
    {
        _slots.Remove(slot.Place!);
        slot.Place = null;
        Interlocked.Add(ref _bytes, -slot.Bytes);
    }

    public void Resize(Slot slot, long bytes)
    {
        Interlocked.Add(ref _bytes, bytes - slot.Bytes);
        slot.Bytes = bytes;
    }
}
