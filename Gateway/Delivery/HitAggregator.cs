using System.Diagnostics;
using System.Globalization;
using Affluence.Gateway.Identity;

namespace Affluence.Gateway.Delivery;

/// <summary>Sorts located hits into buckets. Used by one flush at a time; not thread-safe.</summary>
internal sealed class HitAggregator(string writerId, IdentityRing identities, VisitorHasher hasher, int visitorsPerNetwork)
{
    /// <summary>A bucket's running totals are kept this long after its end, for hits that waited for their country.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(10);

    /// <summary>Who was seen in a bucket is kept this long after its end: a late hit's visitor is sent once more, no harm done.</summary>
    private static readonly TimeSpan MemoryOfVisitors = TimeSpan.FromSeconds(20);

    /// <summary>About 32 MB each for two generations of countries, and 80 MB each for two of networks, at the most.</summary>
    private const int RememberedVisitors = 1_000_000;

    private readonly Dictionary<Bucket, BucketTally> _tallies = [];
    private readonly VisitorCountries _countries = new(RememberedVisitors);
    private readonly NetworkVisitors _networks = new(visitorsPerNetwork, RememberedVisitors);
    private Bucket _forgottenUpTo = Bucket.FromNumber(long.MinValue);
    private int _generation;

    /// <summary>
    /// Opens a bucket, if there is an identity to write it under. An open bucket is reported even if no hit comes: silence must not look
    /// like absence.
    /// </summary>
    public bool TryOpen(Bucket bucket)
    {
        if (!_tallies.ContainsKey(bucket) && identities.For(bucket).Count == 0)
        {
            return false;
        }

        TallyOf(bucket);
        return true;
    }

    /// <summary>What a bucket's hits are accounted to; null while there is no identity to write it under.</summary>
    public BatchKey? KeyOf(Bucket bucket) =>
        identities.For(bucket) is [.., var identity] ? new BatchKey(CurrentName, bucket, identity.Epoch) : null;

    /// <returns>False if its visitor was one too many of his network, and counts as the network does.</returns>
    public bool Add(in Hit hit, CountryCode country, ActivityContext flush) => TallyOf(hit.Bucket).Add(hit, country, flush);

    /// <summary>All that changed since the last call, oldest bucket first; then forgets what is past.</summary>
    public IReadOnlyCollection<Batch> TakeBatches(DateTimeOffset now)
    {
        var batches = new List<Batch>();
        foreach (var tally in _tallies.Values.Where(tally => tally.HasChanges).OrderBy(tally => tally.Bucket))
        {
            batches.AddRange(tally.TakeBatches());
        }

        foreach (var tally in _tallies.Values.Where(tally => tally.Bucket.End + MemoryOfVisitors < now))
        {
            tally.ForgetVisitors();
        }

        foreach (var bucket in _tallies.Keys.Where(bucket => bucket.End + Memory < now).ToList())
        {
            _tallies.Remove(bucket);
            _forgottenUpTo = bucket > _forgottenUpTo ? bucket : _forgottenUpTo;
        }

        return batches;
    }

    private string CurrentName => _generation == 0 ? writerId : string.Create(CultureInfo.InvariantCulture, $"{writerId}.{_generation}");

    private BucketTally TallyOf(Bucket bucket)
    {
        if (_tallies.TryGetValue(bucket, out var tally))
        {
            return tally;
        }

        if (bucket <= _forgottenUpTo)
        {
            // The clock went back. Totals that begin again at zero under the same name would lose to the larger old ones, so the writer
            // takes another name.
            _generation++;
            _forgottenUpTo = Bucket.FromNumber(long.MinValue);
        }

        tally = new BucketTally(CurrentName, bucket, identities.For(bucket), hasher, _countries, _networks);
        _tallies.Add(bucket, tally);
        return tally;
    }
}
