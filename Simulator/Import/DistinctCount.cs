using System.IO.Hashing;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Affluence.Simulator.Import;

/// <summary>
/// Counts distinct addresses: exactly up to 65,536, beyond by HyperLogLog (Flajolet et al. 2007) with 2^14 registers, which is off by 0.8 %. So memory
/// does not follow the log.
/// </summary>
internal sealed class DistinctCount
{
    /// <summary>How many are counted exactly.</summary>
    public const int Exact = 1 << 16;

    private const int Precision = 14;
    private const int Registers = 1 << Precision;

    /// <summary>Page views of each; null once there are too many.</summary>
    private Dictionary<NetworkAddress, long>? _pageViews = [];
    private byte[]? _registers;

    /// <summary>Page views by address; null once there were too many addresses to keep.</summary>
    public IReadOnlyDictionary<NetworkAddress, long>? PageViews => _pageViews;

    public bool IsExact => _registers is null;

    public long Count => _pageViews?.Count ?? Estimate();

    public void Add(ReadOnlySpan<NetworkAddress> addresses)
    {
        foreach (var address in addresses)
        {
            Add(address, 0);
        }
    }

    public void AddPageView(NetworkAddress address)
    {
        if (_pageViews is not null)
        {
            Add(address, 1);
        }
    }

    private void Add(NetworkAddress address, long pageViews)
    {
        if (_registers is not null)
        {
            Sketch(address);
            return;
        }

        CollectionsMarshal.GetValueRefOrAddDefault(_pageViews!, address, out _) += pageViews;
        if (_pageViews!.Count > Exact)
        {
            _registers = new byte[Registers];
            foreach (var known in _pageViews.Keys)
            {
                Sketch(known);
            }

            _pageViews = null;
        }
    }

    private void Sketch(NetworkAddress address)
    {
        Span<ulong> words = [address.High, address.Low];
        var hash = XxHash3.HashToUInt64(MemoryMarshal.AsBytes(words));
        ref var register = ref _registers![hash >> (64 - Precision)];
        register = Math.Max(register, (byte)(BitOperations.LeadingZeroCount((hash << Precision) | (1UL << (Precision - 1))) + 1));
    }

    private long Estimate()
    {
        var sum = 0.0;
        foreach (var register in _registers!)
        {
            sum += Math.ScaleB(1, -register);
        }

        // Of so many no correction for small numbers is needed.
        const double alpha = 0.7213 / (1 + (1.079 / Registers));
        return (long)(alpha * Registers * Registers / sum);
    }
}
