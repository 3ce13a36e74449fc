using System.Collections.Concurrent;

namespace Affluence.Gateway.Cache.Storage;

/// <summary>The stored answers, bounded in bytes, in queries of one path and in variants of one target. Finding one takes no lock.</summary>
internal sealed class ResponseStore(CacheOptions limits)
{
    private readonly ConcurrentDictionary<CacheKey, CachedResource> _resources = new();
    private readonly Lock _lock = new();
    private readonly EvictionQueues _queues = new(limits.Bytes);
    private readonly PathQueries _paths = new(limits.MaxKeysPerPath);
    private long _evicted;

    public long Bytes => _queues.Bytes;

    public int Count => _queues.Count;

    public long Evicted => Interlocked.Read(ref _evicted);

    /// <summary>Everything that is stored, as it was at some moment of the enumeration.</summary>
    public IEnumerable<(CacheKey Key, StoredResponse Response, int Uses, long Requests)> Entries =>
        _resources.SelectMany(resource => resource.Value.Slots, (resource, slot) => (resource.Key, slot.Response, slot.Uses, slot.Requests));

    public CachedResource? Find(in CacheKey key) => _resources.GetValueOrDefault(key);

    /// <summary>Stores an answer in the place of one that is chosen by the same request fields, or in a new one.</summary>
    /// <returns>Whether it fits.</returns>
    public bool Store(CacheKey key, StoredResponse response)
    {
        if (response.Bytes > limits.Bytes / 8 * 2)
        {
            return false;
        }

        lock (_lock)
        {
            var resource = _resources.GetOrAdd(key, static _ => new CachedResource());
            if (resource.Find(response.Variant) is { } slot)
            {
                Replace(resource, slot, response);
            }
            else
            {
                Add(resource, new Slot(key, response));
            }

            while (_queues.NextToGo() is { } evicted)
            {
                Evict(evicted);
            }

            return true;
        }
    }

    /// <summary>Forgets all that is stored under a key.</summary>
    /// <returns>How many answers that were.</returns>
    public int Remove(CacheKey key)
    {
        lock (_lock)
        {
            return RemoveResource(key);
        }
    }

    /// <summary>Forgets the answers that are meant.</summary>
    /// <returns>How many that were.</returns>
    public int RemoveWhere(Func<CacheKey, StoredResponse, bool> isMeant)
    {
        lock (_lock)
        {
            var meant = _resources.SelectMany(resource => resource.Value.Slots).Where(slot => isMeant(slot.Key, slot.Response)).ToList();
            meant.ForEach(Drop);
            return meant.Count;
        }
    }

    private int RemoveResource(CacheKey key)
    {
        if (!_resources.TryGetValue(key, out var resource))
        {
            return 0;
        }

        var slots = resource.Slots;
        foreach (var slot in slots)
        {
            Drop(slot);
        }

        return slots.Count;
    }

    private void Replace(CachedResource resource, Slot slot, StoredResponse response)
    {
        _queues.Resize(slot, response.Bytes);
        slot.Response = response;
        resource.Swap([slot, .. resource.Slots.Where(other => other != slot)]);
    }

    private void Add(CachedResource resource, Slot slot)
    {
        if (resource.Slots.Count >= limits.MaxVariants)
        {
            Drop(resource.Slots[^1]);
        }

        while (_paths.NextToGoFor(slot) is { } oldest)
        {
            Evict(oldest);
        }

        // Dropping the last of a resource takes it out.
        _resources[slot.Key] = resource;
        resource.Swap([slot, .. resource.Slots]);
        _paths.Add(slot);
        _queues.Add(slot);
    }

    private void Evict(Slot slot)
    {
        Drop(slot);
        Interlocked.Increment(ref _evicted);
    }

    private void Drop(Slot slot)
    {
        _queues.Remove(slot);
        _paths.Remove(slot);
        if (_resources.TryGetValue(slot.Key, out var resource))
        {
            resource.Swap([.. resource.Slots.Where(other => other != slot)]);
            if (resource.Slots.Count == 0)
            {
                _resources.TryRemove(slot.Key, out _);
            }
        }
    }
}
