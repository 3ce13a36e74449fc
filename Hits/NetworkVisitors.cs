using System.Runtime.InteropServices;

namespace Affluence.Hits;

/// <summary>
/// Bounds how many visitors one network may add: a user agent is the client's to invent, and so are as many pseudonyms as it likes. Not
/// thread-safe.
/// </summary>
/// <remarks>
/// In any 30 minutes, the longest window, one network has at most so many visitors of its own; all further ones are to be counted as one, the
/// network itself. Whoever was admitted stays so for at least that long after he was last seen, and twice that at most, so nobody is counted
/// twice. Two generations, each a half hour of the clock: what is asked for moves to the young one, and the old one is dropped whole. Those who
/// are not admitted are not remembered, so inventing them fills nothing.
/// </remarks>
/// <param name="limit">Visitors of one network, at least 1.</param>
/// <param name="capacity">Visitors of one generation, 50 to 80 bytes each; beyond it the bound is one of less than 30 minutes.</param>
public sealed class NetworkVisitors(int limit, int capacity)
{
    private static readonly int LongestWindow = 30 * Bucket.PerMinute;

    private HashSet<(ulong Network, ulong Visitor)> _young = [];
    private HashSet<(ulong Network, ulong Visitor)> _old = [];

    /// <summary>Visitors of each generation.</summary>
    private Dictionary<ulong, int> _youngByNetwork = [];
    private Dictionary<ulong, int> _oldByNetwork = [];
    private long _generation;

    /// <summary>Whether the visitor counts by himself; if not, he counts as his network does.</summary>
    /// <param name="network">Pseudonym of the network, under the same identity as the visitor's.</param>
    public bool Admits(ulong network, ulong visitor, Bucket bucket)
    {
        Age(bucket);
        var key = (network, visitor);
        if (_young.Contains(key))
        {
            return true;
        }

        ref var young = ref CollectionsMarshal.GetValueRefOrAddDefault(_youngByNetwork, network, out _);
        if (_old.Remove(key))
        {
            _oldByNetwork[network]--;
        }
        else if (young + _oldByNetwork.GetValueOrDefault(network) >= limit)
        {
            return false;
        }

        young++;
        return _young.Add(key);
    }

    private void Age(Bucket bucket)
    {
        var generation = bucket.Number / LongestWindow;
        switch (generation - _generation)
        {
            case 0 or -1 when _young.Count < capacity:
                // Hits of the generation before are late.
                break;
            case 0 or -1 or 1:
                (_old, _young) = (_young, []);
                (_oldByNetwork, _youngByNetwork) = (_youngByNetwork, []);
                break;
            default:
                // A long silence, or a clock that was set.
                (_old, _young) = ([], []);
                (_oldByNetwork, _youngByNetwork) = ([], []);
                break;
        }

        _generation = generation == _generation - 1 ? _generation : generation;
    }
}
