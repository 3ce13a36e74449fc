namespace Affluence.Gateway.Cache.Storage;

/// <summary>Remembers by their hashes which keys went lately, the oldest given up first. Two keys with one hash can take each other's place, no more.</summary>
internal sealed class GhostKeys
{
    private readonly LinkedList<int> _order = new();
    private readonly Dictionary<int, LinkedListNode<int>> _hashes = [];

    public int Count => _order.Count;

    public void Add(CacheKey key)
    {
        var hash = key.GetHashCode();
        if (!_hashes.ContainsKey(hash))
        {
            _hashes[hash] = _order.AddLast(hash);
        }
    }

    /// <returns>Whether it was remembered.</returns>
    public bool Remove(CacheKey key)
    {
        if (!_hashes.Remove(key.GetHashCode(), out var place))
        {
            return false;
        }

        _order.Remove(place);
        return true;
    }

    public void KeepAtMost(int count)
    {
        while (_order.Count > count)
        {
            _hashes.Remove(_order.First!.Value);
            _order.RemoveFirst();
        }
    }
}
