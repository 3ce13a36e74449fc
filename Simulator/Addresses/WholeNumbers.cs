namespace Affluence.Simulator.Addresses;

/// <summary>Divides people: there are no halves of them.</summary>
internal static class WholeNumbers
{
    /// <summary>Whole numbers near some exact ones that add up to a total: the largest remainders are rounded up.</summary>
    /// <param name="exact">They sum to the total, but for rounding.</param>
    public static int[] Of(double[] exact, int total)
    {
        var counts = exact.Select(number => (int)number).ToArray();
        var missing = total - counts.Sum();
        foreach (var index in Enumerable.Range(0, counts.Length).OrderByDescending(index => exact[index] - counts[index]).Take(missing))
        {
            counts[index]++;
        }

        return counts;
    }
}
