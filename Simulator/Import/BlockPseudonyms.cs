using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Affluence.Hits;
using Affluence.Simulator.AccessLogs;
using Affluence.Simulator.Recording;

namespace Affluence.Simulator.Import;

/// <summary>Turns the entries of a block into hits that hold no address and no user agent. Scratch memory for one block at a time.</summary>
/// <param name="isDryRun">Whether no pseudonyms are needed.</param>
internal sealed class BlockPseudonyms(HitRecorder recorder, bool isDryRun)
{
    private readonly Dictionary<NetworkAddress, int> _places = [];
    private readonly Dictionary<uint, IncrementalHash> _hashes = [];

    private NetworkAddress[] _addresses = [];
    private CountryCode[] _countries = [];
    private int[] _placeOfEntry = [];
    private PseudonymousHit[] _hits = [];

    /// <returns>In the order of the entries; valid until the next call.</returns>
    /// <exception cref="RecordingException">A service refused or did not answer.</exception>
    public async Task<BlockHits> MakeAsync(LogBlock block, CancellationToken cancellationToken)
    {
        var count = block.EntryCount;
        if (_hits.Length < count)
        {
            (_addresses, _countries, _placeOfEntry, _hits) = (new NetworkAddress[count], new CountryCode[count], new int[count], new PseudonymousHit[count]);
        }

        var distinct = FindDistinctAddresses(block.Entries);
        await recorder.LocateAsync(_addresses.AsMemory(0, distinct), _countries.AsMemory(0, distinct), cancellationToken);
        for (var index = 0; index < count;)
        {
            var bucket = BucketOf(block.Entries[index]);
            var identities = isDryRun ? [] : await recorder.IdentitiesAsync(bucket, cancellationToken);
            index = MakeThoseOf(bucket, block, index, identities);
        }

        foreach (var hash in _hashes.Values)
        {
            hash.Dispose();
        }

        _hashes.Clear();
        return new BlockHits(_hits.AsMemory(0, count), _addresses.AsMemory(0, distinct));
    }

    private static Bucket BucketOf(in LogEntry entry) => Bucket.FromNumber(entry.Seconds / Bucket.Seconds);

    private int FindDistinctAddresses(ReadOnlySpan<LogEntry> entries)
    {
        _places.Clear();
        for (var index = 0; index < entries.Length; index++)
        {
            ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(_places, entries[index].Address, out var known);
            if (!known)
            {
                place = _places.Count - 1;
                _addresses[place] = entries[index].Address;
            }

            _placeOfEntry[index] = place;
        }

        return _places.Count;
    }

    /// <returns>The first entry that is of another bucket.</returns>
    private int MakeThoseOf(Bucket bucket, LogBlock block, int from, IReadOnlyList<VisitorIdentity> identities)
    {
        if (identities.Count > PseudonymousHit.MaxIdentities)
        {
            throw new InvalidOperationException($"Bucket {bucket} is written under {identities.Count} identities.");
        }

        Span<char> userAgent = stackalloc char[VisitorHasher.MaxUserAgentLength];
        var hash = identities.Count > 0 ? HashUnder(identities[0]) : null;
        var nextHash = identities.Count > 1 ? HashUnder(identities[1]) : null;
        var entries = block.Entries;
        var index = from;
        for (; index < entries.Length && BucketOf(entries[index]) == bucket; index++)
        {
            ref readonly var entry = ref entries[index];
            var (visitor, nextVisitor) = (0UL, 0UL);
            if (entry.Kind == HitKind.PageView && hash is not null)
            {
                // A byte is a character, as the gateway reads headers.
                var length = Encoding.Latin1.GetChars(block.Bytes.AsSpan(entry.UserAgentStart, entry.UserAgentLength), userAgent);
                visitor = recorder.Hasher.Hash(hash, entry.Address, userAgent[..length]);
                nextVisitor = nextHash is null ? 0 : recorder.Hasher.Hash(nextHash, entry.Address, userAgent[..length]);
            }

            _hits[index] = new PseudonymousHit(bucket, entry.Kind, entry.Outcome, _countries[_placeOfEntry[index]], visitor, nextVisitor);
        }

        return index;
    }

    private IncrementalHash HashUnder(VisitorIdentity identity)
    {
        if (!_hashes.TryGetValue(identity.Epoch, out var hash))
        {
            _hashes.Add(identity.Epoch, hash = VisitorHasher.NewHash(identity.Secret));
        }

        return hash;
    }
}
