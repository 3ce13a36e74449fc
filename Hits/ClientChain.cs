using System.Net;

namespace Affluence.Hits;

/// <summary>
/// Finds the client behind a chain of proxies: the right-most address that no trusted proxy wrote for another trusted proxy. The gateway asks it
/// of a request and the import of a logged one, so that both find the same client.
/// </summary>
/// <remarks>
/// Read right to left because each proxy appends on the right what it saw; everything left of the first untrusted entry was written by the client.
/// </remarks>
/// <param name="trusted">Networks whose machines may say for whom they ask.</param>
/// <param name="hopLimit">How many trusted hops are followed at most.</param>
public sealed class ClientChain(IReadOnlyList<IPNetwork> trusted, int hopLimit)
{
    /// <summary>Trusted hops that are followed unless a site says otherwise.</summary>
    public const int DefaultHopLimit = 5;

    // A longer chain is no chain of proxies but somebody's text.
    private const int MaxEntries = 32;

    public bool TrustsNobody => trusted.Count == 0;

    public bool Trusts(NetworkAddress address) => !TrustsNobody && Trusts(address.ToIPAddress());

    public bool Trusts(IPAddress address)
    {
        var canonical = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        foreach (var network in trusted)
        {
            if (network.Contains(canonical))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Begins at a peer that is a trusted proxy.</summary>
    public Walk Behind(NetworkAddress proxy) => new(this, hopLimit, proxy);

    /// <summary>The way from a proxy to the client.</summary>
    public ref struct Walk
    {
        private readonly ClientChain _chain;
        private readonly int _hopLimit;
        private int _entries;
        private int _hops = 1;

        internal Walk(ClientChain chain, int hopLimit, NetworkAddress proxy) => (_chain, _hopLimit, Client) = (chain, hopLimit, proxy);

        /// <summary>As far as it is known; null when a trusted proxy names the client in a form that is no address.</summary>
        public NetworkAddress? Client { get; private set; }

        /// <summary>Whether the client is found, or can't be.</summary>
        public bool IsOver { get; private set; }

        public readonly bool HasEntries => _entries > 0;

        /// <summary>Goes on through a list, from its right end.</summary>
        /// <param name="list">Entries between commas.</param>
        public void Through(scoped ReadOnlySpan<char> list)
        {
            while (!IsOver && !list.IsEmpty)
            {
                var comma = list.LastIndexOf(',');
                var entry = list[(comma + 1)..].Trim(" \t");
                list = comma < 0 ? [] : list[..comma];
                if (++_entries > MaxEntries || !ClientEntry.TryRead(entry, out var address))
                {
                    (Client, IsOver) = (null, true);
                    return;
                }

                Client = address;
                IsOver = _hops++ == _hopLimit || !_chain.Trusts(address);
            }
        }
    }
}
