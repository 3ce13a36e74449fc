using System.Collections.Concurrent;

namespace Affluence.Gateway.Cache.Storage;

/// <summary>
/// The stored answers, bounded in bytes, in queries of one path and in variants of one target. Finding one takes no lock; who must go is
/// decided by S3-FIFO (Yang, Zhang, Qiu, Yue, Rashmi: "FIFO queues are all you need for cache eviction", SOSP 2023).
/// </summary>
/// <remarks>
/// What is new stands in a small queue, a tenth of the memory, and comes into the main one when it was asked for twice before its turn to go: so
/// what nobody asks for again goes soon, and a flood of it moves nothing out of the main queue. What went lately is remembered by its hash and
/// comes into the main queue at once.
/// </remarks>
internal sealed class ResponseStore(CacheOptions limits)
{
    private const int UsesForMain = 2;

    private readonly ConcurrentDictionary<CacheKey, CachedResource> _resources = new();
    private readonly Lock _lock = new();
    private readonly SlotQueue _small = new();
    private readonly SlotQueue _main = new();
    private readonly GhostKeys _ghosts = new();
    private readonly Dictionary<PathKey, LinkedList<Slot>> _paths = [];
    private long _evicted;

    public long Bytes => _small.Bytes + _main.Bytes;

    public int Count => _small.Count + _main.Count;

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

            Evict();
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
        var queue = QueueOf(slot);
        queue.Resize(slot, response.Bytes);
        slot.Response = response;
        resource.Swap([slot, .. resource.Slots.Where(other => other != slot)]);
    }

    private void Add(CachedResource resource, Slot slot)
    {
        if (resource.Slots.Count >= limits.MaxVariants)
        {
            Drop(resource.Slots[^1]);
        }

        MakeRoomInPath(slot);
        // Dropping the last of a resource takes it out.
        _resources[slot.Key] = resource;
        resource.Swap([slot, .. resource.Slots]);
        (_ghosts.Remove(slot.Key) ? _main : _small).Add(slot);
    }

    /// <summary>The oldest query of the path goes, but what was asked for since it was last looked at gets another turn.</summary>
    private void MakeRoomInPath(Slot slot)
    {
        if (!slot.Key.Target.Contains('?', StringComparison.Ordinal))
        {
            return;
        }

        var path = slot.Key.PathKey;
        if (!_paths.TryGetValue(path, out var queries))
        {
            _paths[path] = queries = new LinkedList<Slot>();
        }

        for (var turns = 0; queries.Count >= limits.MaxKeysPerPath; turns++)
        {
            var oldest = queries.First!.Value;
            if (oldest.Uses == 0 || turns >= queries.Count)
            {
                Drop(oldest);
                Interlocked.Increment(ref _evicted);
                continue;
            }

            oldest.Age();
            queries.RemoveFirst();
            queries.AddLast(oldest.PlaceInPath!);
        }

        _paths[path] = queries;
        slot.PlaceInPath = queries.AddLast(slot);
    }

    private void Evict()
    {
        while (Bytes > limits.Bytes)
        {
            if (_small.Count > 0 && (_small.Bytes > limits.Bytes / 10 || _main.Count == 0))
            {
                EvictFromSmall();
            }
            else
            {
                EvictFromMain();
            }
        }

        _ghosts.KeepAtMost(Count);
    }

    private void EvictFromSmall()
    {
        var slot = _small.Oldest;
        if (slot.Uses >= UsesForMain)
        {
            _small.Remove(slot);
            _main.Add(slot);
            return;
        }

        _ghosts.Add(slot.Key);
        Drop(slot);
        Interlocked.Increment(ref _evicted);
    }

    private void EvictFromMain()
    {
        var slot = _main.Oldest;
        if (slot.Uses > 0)
        {
            slot.Age();
            _main.Remove(slot);
            _main.Add(slot);
            return;
        }

        Drop(slot);
        Interlocked.Increment(ref _evicted);
    }

    private void Drop(Slot slot)
    {
        QueueOf(slot).Remove(slot);
        if (slot.PlaceInPath is { } place)
        {
            var queries = place.List!;
            queries.Remove(place);
            slot.PlaceInPath = null;
            if (queries.Count == 0)
            {
                _paths.Remove(slot.Key.PathKey);
            }
        }

        if (_resources.TryGetValue(slot.Key, out var resource))
        {
            resource.Swap([.. resource.Slots.Where(other => other != slot)]);
            if (resource.Slots.Count == 0)
            {
                _resources.TryRemove(slot.Key, out _);
            }
        }
    }

    private SlotQueue QueueOf(Slot slot) => _small.Holds(slot) ? _small : _main;
}
