namespace Affluence.Simulator.Addresses;

/// <summary>Where each of some items ends when they are laid end to end, so that one is drawn by its size.</summary>
internal static class RunningTotal
{
    public static long[] Of<T>(IReadOnlyList<T> items, Func<T, long> sizeOf)
    {
        var ends = new long[items.Count];
        long total = 0;
        for (var index = 0; index < ends.Length; index++)
        {
            ends[index] = total += sizeOf(items[index]);
        }

        return ends;
    }

    /// <summary>Which item a position lies in, given where each ends.</summary>
    public static int IndexOf(long[] ends, long position)
    {
        var index = Array.BinarySearch(ends, position + 1);
        if (index < 0)
        {
            return ~index;
        }

        // Items of no size end where the one before does.
        while (index > 0 && ends[index - 1] == ends[index])
        {
            index--;
        }

        return index;
    }
}
