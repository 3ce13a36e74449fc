using Affluence.Hits;
using Affluence.Simulator.AccessLogs;

namespace Affluence.Simulator.Import;

/// <summary>What the addresses of a log look like, for the question whether they are those of visitors.</summary>
internal sealed class AddressStatistics
{
    private const int UserAgentsKept = 1_000;

    // As the gateway judges whether a proxy stands in front of it.
    private const int FewAddresses = 3;
    private const int ManyUserAgents = 10;
    private const double NearlyAll = 0.95;

    /// <summary>In a log of people there are more addresses than user agents.</summary>
    private const int SeveralUserAgents = 5;

    // One machine has some: privacy extensions change them by the day (RFC 8981).
    private const int SeveralAddresses = 6;
    private const int SeveralInOne = 3;

    private readonly HashSet<ulong> _userAgents = [];
    private long _pageViews;
    private bool _hasUserAgent;
    private long _cutAddresses;
    private long _wholeAddresses;

    public DistinctCount Addresses { get; } = new();

    /// <summary>Distinct user agents of page views; not counted beyond 1,000.</summary>
    public int UserAgents => _userAgents.Count;

    /// <summary>No page view has a user agent, as where a server does not log it, or logs its place empty.</summary>
    public bool LacksUserAgents => _pageViews > 0 && !_hasUserAgent;

    /// <summary>A few addresses have many user agents, as where a proxy's address was logged for its visitors'.</summary>
    public bool AreFewForUserAgents
    {
        get
        {
            if (Addresses.PageViews is not { } pageViews || _userAgents.Count < SeveralUserAgents)
            {
                return false;
            }

            var (addresses, most) = (0, new long[FewAddresses]);
            foreach (var count in pageViews.Values)
            {
                addresses += count > 0 ? 1 : 0;
                if (count > most[0])
                {
                    most[0] = count;
                    Array.Sort(most);
                }
            }

            return addresses * 2 <= _userAgents.Count || (_userAgents.Count >= ManyUserAgents && most.Sum() >= NearlyAll * _pageViews);
        }
    }

    /// <summary>
    /// IPv6 addresses of page views, and the subscribers' networks that they lie in, where these are few for them: each network counts as one subscriber.
    /// Null if they are not, or were too many to keep.
    /// </summary>
    public (int Addresses, int Networks)? Crowded
    {
        get
        {
            var addresses = Addresses.PageViews?.Where(seen => seen.Value > 0 && !seen.Key.IsIPv4).Select(seen => seen.Key).ToList() ?? [];
            var networks = addresses.Select(address => address.Subscriber).Distinct().Count();
            return addresses.Count >= SeveralAddresses && networks * SeveralInOne <= addresses.Count ? (addresses.Count, networks) : null;
        }
    }

    /// <summary>The end of nearly all addresses is zero, as where a server or a later program cut it.</summary>
    public bool AreCut => _cutAddresses * 20 >= (_cutAddresses + _wholeAddresses) * 19 && Addresses is { Count: > 1 };

    /// <summary>Every address is none, as where a server logs zeros for it.</summary>
    public bool AreZero => Addresses is { IsExact: true, Count: 1 } && Addresses.PageViews!.Keys.Single() is { } only && (only.IsIPv4 ? only.IPv4 == 0 : only.Value == 0);

    /// <param name="entries">Of one block.</param>
    /// <param name="distinct">Their distinct addresses.</param>
    public void Add(ReadOnlySpan<LogEntry> entries, ReadOnlySpan<NetworkAddress> distinct)
    {
        Addresses.Add(distinct);
        foreach (var address in distinct)
        {
            if (address.IsIPv4 ? (byte)address.IPv4 == 0 : address.Low == 0)
            {
                _cutAddresses++;
            }
            else
            {
                _wholeAddresses++;
            }
        }

        if (Addresses.PageViews is null)
        {
            return;
        }

        foreach (ref readonly var entry in entries)
        {
            if (entry.Kind == HitKind.PageView)
            {
                _pageViews++;
                _hasUserAgent |= entry.UserAgentLength > 0;
                Addresses.AddPageView(entry.Address);
                if (_userAgents.Count < UserAgentsKept)
                {
                    _userAgents.Add(entry.UserAgentHash);
                }
            }
        }
    }
}
