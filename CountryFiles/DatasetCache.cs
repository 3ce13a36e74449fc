namespace Affluence.CountryFiles;

/// <summary>
/// Datasets by the digest of their files, for as long as somebody uses them. A dataset never changes, and reading one takes a second of
/// processor time: hosts of one process share it, and a file that was only touched is not read again.
/// </summary>
internal sealed class DatasetCache
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, WeakReference<CountryDataset>> _datasets = [];

    /// <summary>The dataset of a digest. Callers take turns, so that of several who want the same one the first reads it for all.</summary>
    /// <param name="read">Reads it where nobody has it. What it throws goes to the caller, and the next one reads again.</param>
    public CountryDataset GetOrRead(string digest, Func<CountryDataset> read)
    {
        lock (_lock)
        {
            if (_datasets.TryGetValue(digest, out var reference) && reference.TryGetTarget(out var inUse))
            {
                return inUse;
            }

            var dataset = read();
            foreach (var (unused, _) in _datasets.Where(other => !other.Value.TryGetTarget(out _)).ToList())
            {
                _datasets.Remove(unused);
            }

            _datasets[digest] = new WeakReference<CountryDataset>(dataset);
            return dataset;
        }
    }
}
