using System.Runtime.InteropServices;

namespace Affluence.Gateway.Addresses;

/// <summary>
/// Judges, of every 1,000 page views, whether nearly all came from a few addresses though by many browsers: what it looks like when a proxy
/// stands in front that is not known as one.
/// </summary>
/// <remarks>One client alone (a load test, a monitor) has few user agents, and so does not look like that.</remarks>
internal sealed class AddressConcentration
{
    /// <summary>Page views of one judgement. It bounds what is remembered, and is the volume without which nothing is said.</summary>
    public const int SampleSize = 1_000;

    /// <summary>No address is kept longer than this, however few page views there are: then the sample begins anew.</summary>
    public static readonly TimeSpan LongestSample = TimeSpan.FromHours(1);

    private const int FewAddresses = 3;
    private const int ManyUserAgents = 10;
    private const double NearlyAll = 0.95;

    // Below it again to change the judgement back, so that a share near the limit does not flap.
    private const double NoLongerNearlyAll = 0.80;

    private readonly Lock _lock = new();
    private readonly Dictionary<NetworkAddress, int> _pageViews = [];
    private readonly HashSet<int> _userAgents = [];
    private int _sampled;
    private DateTimeOffset _begun;
    private bool _isConcentrated;

    public int KnownAddresses
    {
        get
        {
            lock (_lock)
            {
                return _pageViews.Count;
            }
        }
    }

    /// <returns>A judgement when this page view completes a sample, else null.</returns>
    public Judgement? Add(NetworkAddress client, string userAgent, DateTimeOffset now)
    {
        // A sample is as good without those that came at the same instant on another thread, and nobody waits.
        if (!_lock.TryEnter())
        {
            return null;
        }

        try
        {
            Expire(now);
            if (_sampled == 0)
            {
                _begun = now;
            }

            CollectionsMarshal.GetValueRefOrAddDefault(_pageViews, client.Subscriber, out _)++;
            if (_userAgents.Count < ManyUserAgents)
            {
                _userAgents.Add(userAgent.GetHashCode(StringComparison.Ordinal));
            }

            return ++_sampled == SampleSize ? Judge() : null;
        }
        finally
        {
            _lock.Exit();
        }
    }

    /// <summary>Forgets a sample that takes too long.</summary>
    public void Forget(DateTimeOffset now)
    {
        lock (_lock)
        {
            Expire(now);
        }
    }

    private void Expire(DateTimeOffset now)
    {
        if (_sampled > 0 && now - _begun > LongestSample)
        {
            Clear();
        }
    }

    private void Clear()
    {
        _pageViews.Clear();
        _userAgents.Clear();
        _sampled = 0;
    }

    private Judgement Judge()
    {
        var top = _pageViews.OrderByDescending(pageViews => pageViews.Value).Take(FewAddresses).ToList();
        var share = (double)top.Sum(pageViews => pageViews.Value) / _sampled;
        _isConcentrated = _userAgents.Count == ManyUserAgents && share >= (_isConcentrated ? NoLongerNearlyAll : NearlyAll);
        var judgement = new Judgement(_isConcentrated, share, _pageViews.Count, PrivateNetworks.Contain(top[0].Key));
        Clear();
        return judgement;
    }

    /// <param name="IsConcentrated">Nearly all visitors look like a few.</param>
    /// <param name="Share">Share of the page views that came from the three most frequent addresses, 0 to 1.</param>
    /// <param name="Addresses">Distinct addresses.</param>
    /// <param name="MostFrequentIsPrivate">Whether the most frequent one is one that no visitor from the internet has.</param>
    internal readonly record struct Judgement(bool IsConcentrated, double Share, int Addresses, bool MostFrequentIsPrivate);
}
