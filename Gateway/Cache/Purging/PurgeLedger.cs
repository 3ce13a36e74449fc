namespace Affluence.Gateway.Cache.Purging;

/// <summary>
/// The purges that this gateway knows, and those of them that the counter has not acknowledged yet. Of one pattern the latest counts, so that it
/// makes no difference how often and in which order they come.
/// </summary>
internal sealed class PurgeLedger
{
    private readonly Lock _lock = new();
    private readonly Dictionary<PurgePattern, DateTimeOffset> _known = [];
    private readonly HashSet<PurgePattern> _untold = [];
    private string _storeId = string.Empty;

    public int Known
    {
        get
        {
            lock (_lock)
            {
                return _known.Count;
            }
        }
    }

    public IReadOnlyList<Purge> Untold
    {
        get
        {
            lock (_lock)
            {
                return [.. _untold.Select(pattern => new Purge(pattern, _known[pattern]))];
            }
        }
    }

    /// <summary>A purge by an operator of this gateway. It is later than any of its pattern before, whatever was done to the clock.</summary>
    public Purge Decree(PurgePattern pattern, DateTimeOffset now)
    {
        lock (_lock)
        {
            var at = DateTimeOffset.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds());
            if (_known.TryGetValue(pattern, out var before) && before >= at)
            {
                at = before.AddMilliseconds(1);
            }

            Note(new Purge(pattern, at));
            _untold.Add(pattern);
            return new Purge(pattern, at);
        }
    }

    /// <summary>Purges that the counter has.</summary>
    /// <param name="storeId">Names the memory of its store. If that is another than before, it may know nothing of what it was told.</param>
    /// <returns>Those that are new here.</returns>
    public IReadOnlyList<Purge> Learn(string storeId, IReadOnlyList<Purge> purges)
    {
        lock (_lock)
        {
            if (_storeId != storeId)
            {
                _untold.UnionWith(_known.Keys);
                _storeId = storeId;
            }

            return [.. purges.Where(Note)];
        }
    }

    public void Told(IEnumerable<Purge> purges)
    {
        lock (_lock)
        {
            foreach (var purge in purges)
            {
                if (!_known.TryGetValue(purge.Pattern, out var at) || at == purge.At)
                {
                    _untold.Remove(purge.Pattern);
                }
            }
        }
    }

    /// <returns>Whether it says anything that was not known.</returns>
    private bool Note(Purge purge)
    {
        if (_known.GetValueOrDefault(purge.Pattern, DateTimeOffset.MinValue) >= purge.At || _known.GetValueOrDefault(PurgePattern.All, DateTimeOffset.MinValue) > purge.At)
        {
            return false;
        }

        _known[purge.Pattern] = purge.At;
        if (purge.Pattern.Scope == PurgeScope.All)
        {
            // What is older says nothing any more.
            foreach (var (pattern, _) in _known.Where(known => known.Value < purge.At).ToList())
            {
                _known.Remove(pattern);
                _untold.Remove(pattern);
            }
        }

        return true;
    }
}
