namespace Affluence.Gateway.Cache.Storage;

/// <summary>Bounds how many queries of one path are stored, since anybody can make up any number of them. Used under the store's lock.</summary>
internal sealed class PathQueries(int most)
{
    private readonly Dictionary<PathKey, LinkedList<Slot>> _paths = [];

    /// <returns>Who has to go before the slot can be added; null when there is room, or when it is of no query.</returns>
    /// <remarks>That is the oldest query of the path, but what was asked for since it was last looked at gets another turn.</remarks>
    public Slot? NextToGoFor(Slot slot)
    {
        if (!HasQuery(slot) || !_paths.TryGetValue(slot.Key.PathKey, out var queries) || queries.Count < most)
        {
            return null;
        }

        for (var turns = 0; turns < queries.Count; turns++)
        {
            var oldest = queries.First!.Value;
            if (oldest.Uses == 0)
            {
                break;
            }

            oldest.Age();
            queries.RemoveFirst();
            queries.AddLast(oldest.PlaceInPath!);
        }

        return queries.First!.Value;
    }

    public void Add(Slot slot)
    {
        if (!HasQuery(slot))
        {
            return;
        }

        var path = slot.Key.PathKey;
        if (!_paths.TryGetValue(path, out var queries))
        {
            _paths[path] = queries = new LinkedList<Slot>();
        }

        slot.PlaceInPath = queries.AddLast(slot);
    }

    public void Remove(Slot slot)
    {
        if (slot.PlaceInPath is not { } place)
        {
            return;
        }

        var queries = place.List!;
        queries.Remove(place);
        slot.PlaceInPath = null;
        if (queries.Count == 0)
        {
            _paths.Remove(slot.Key.PathKey);
        }
    }

    private static bool HasQuery(Slot slot) => slot.Key.Target.Contains('?', StringComparison.Ordinal);
}
