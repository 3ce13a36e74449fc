using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Affluence.Hits;

/// <summary>
/// What this writer has seen of one bucket so far, and which part of it no batch has carried yet. A visitor keeps the first country he was
/// given, so that an outage of the look-up can't count him in two; his page views go with him.
/// </summary>
/// <param name="countries">Keeps visitors in their countries from bucket to bucket; null keeps them within the bucket alone.</param>
/// <param name="networks">Bounds the visitors of each network; with it, networks are told, without it neither is done.</param>
public sealed class BucketTally(
    string writerId,
    Bucket bucket,
    IReadOnlyList<VisitorIdentity> identities,
    VisitorHasher hasher,
    VisitorCountries? countries = null,
    NetworkVisitors? networks = null)
{
    private readonly Dictionary<CountryCode, Totals> _totals = [];
    private Dictionary<ulong, SeenVisitor> _visitors = [];
    private HashSet<ulong> _networks = [];
    private readonly HashSet<CountryCode> _changed = [];
    private Batch[]? _batches;
    private IncrementalHash[]? _keyed;
    private long _foldedPageViews;

    public Bucket Bucket { get; } = bucket;

    /// <summary>True until the first batch was taken, so that a bucket without hits is reported once: the writer was there.</summary>
    public bool HasChanges { get; private set; } = true;

    /// <returns>False if its visitor was one too many of his network.</returns>
    public bool Add(in Hit hit, CountryCode country, ActivityContext flush)
    {
        var batches = Open(flush);
        var folded = false;
        batches[^1].Link(hit.Trace);
        if (hit is { Kind: HitKind.PageView, IsAnonymous: false, Address: { } address })
        {
            var keyed = _keyed ??= [.. identities.Select(identity => VisitorHasher.NewHash(identity.Secret))];
            for (var index = 0; index < identities.Count; index++)
            {
                var visitor = hasher.Hash(keyed[index], address, hit.UserAgent);
                if (networks is not null && !HasMet(visitor, hit.Outcome))
                {
                    var network = hasher.HashNetwork(keyed[index], address);
                    if (!networks.Admits(network, visitor, Bucket))
                    {
                        visitor = network;
                        folded = true;
                    }

                    if (hit.Outcome == HitOutcome.Served && _networks.Add(network))
                    {
                        batches[index].AddNetwork(network);
                    }
                }

                country = Note(visitor, country, hit.Outcome, batches[index]);
            }

            _foldedPageViews += folded ? 1 : 0;
        }

        Count(country, hit.Kind, hit.Outcome, hit.Source, hit.Room);
        return !folded;
    }

    /// <summary>Takes in a hit whose visitor is a pseudonym already, made under the identities of this bucket.</summary>
    public void Add(in PseudonymousHit hit)
    {
        var batches = Open(default);
        var country = hit.Country;
        if (hit.Kind == HitKind.PageView)
        {
            for (var index = 0; index < identities.Count; index++)
            {
                country = Note(hit.VisitorUnder(index), country, hit.Outcome, batches[index]);
            }
        }

        Count(country, hit.Kind, hit.Outcome, source: null);
    }

    private Batch[] Open(ActivityContext flush)
    {
        HasChanges = true;
        _batches ??= NewBatches(flush);
        // One batch answers for the hit: the last, which is sent last.
        _batches[^1].CountHit();
        return _batches;
    }

    private void Count(CountryCode country, HitKind kind, HitOutcome outcome, AnswerSource? source, RoomEvent? room = null)
    {
        if (!_totals.TryGetValue(country, out var totals))
        {
            _totals.Add(country, totals = new Totals());
        }

        totals.Add(kind, outcome, source, room);
        _changed.Add(country);
    }

    /// <summary>Whoever met this outcome in the bucket before was admitted then, and his network told.</summary>
    private bool HasMet(ulong visitor, HitOutcome outcome) =>
        _visitors.TryGetValue(visitor, out var seen) && (seen.Outcomes & (1 << (int)outcome)) != 0;

    /// <summary>Gives the visitor to the batch unless one had him for this outcome already; returns the country he counts in.</summary>
    private CountryCode Note(ulong visitor, CountryCode country, HitOutcome outcome, Batch batch)
    {
        ref var seen = ref CollectionsMarshal.GetValueRefOrAddDefault(_visitors, visitor, out var known);
        if (!known)
        {
            seen = new SeenVisitor(countries?.Place(visitor, country, Bucket) ?? country, 0);
        }

        var bit = 1 << (int)outcome;
        if ((seen.Outcomes & bit) == 0)
        {
            seen = seen with { Outcomes = seen.Outcomes | bit };
            batch.AddVisitor(seen.Country, visitor, outcome);
        }

        return seen.Country;
    }

    /// <summary>
    /// Frees the memory of who was seen, once the bucket is over. Should more hits come after all, their visitors are given to a batch once
    /// more, which changes nothing.
    /// </summary>
    public void ForgetVisitors()
    {
        (_visitors, _networks) = ([], []);
        foreach (var keyed in _keyed ?? [])
        {
            keyed.Dispose();
        }

        _keyed = null;
    }

    /// <summary>The batches that carry all changes since the last call, one per identity, oldest identity first.</summary>
    public IReadOnlyList<Batch> TakeBatches()
    {
        var batches = _batches ?? NewBatches(default);
        foreach (var country in _changed)
        {
            var totals = _totals[country].Copy();
            foreach (var batch in batches)
            {
                batch.SetTotals(country, totals);
            }
        }

        foreach (var batch in batches)
        {
            batch.FoldedPageViews = _foldedPageViews;
        }

        _changed.Clear();
        _batches = null;
        HasChanges = false;
        return batches;
    }

    private Batch[] NewBatches(ActivityContext flush) =>
        [.. identities.Select(identity => new Batch(new BatchKey(writerId, Bucket, identity.Epoch), flush) { TellsNetworks = networks is not null })];

    /// <param name="Country">The first that was given.</param>
    /// <param name="Outcomes">One bit for each <see cref="HitOutcome"/> met.</param>
    private readonly record struct SeenVisitor(CountryCode Country, int Outcomes);
}
