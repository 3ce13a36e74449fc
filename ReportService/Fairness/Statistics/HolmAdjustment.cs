namespace Affluence.Report.Fairness.Statistics;

/// <summary>What single tests say when there are many of them.</summary>
/// <remarks>
/// S. Holm: A simple sequentially rejective multiple test procedure, Scand. J. Statist. 6 (1979), 65–70. With it the probability of one false finding or more is at most the
/// level, however the tests hang together. The false discovery rate (Benjamini and Hochberg 1995) bounds only the share of false findings among many: too little where
/// each says of a country that it was treated differently.
/// </remarks>
internal static class HolmAdjustment
{
    /// <returns>In the order given: what may be compared with the level.</returns>
    public static double[] Adjust(IReadOnlyList<double> probabilities)
    {
        var adjusted = new double[probabilities.Count];
        var largest = 0.0;
        foreach (var (rank, index) in Enumerable.Range(0, probabilities.Count).OrderBy(index => probabilities[index]).Index())
        {
            largest = Math.Max(largest, Math.Min(1, (probabilities.Count - rank) * probabilities[index]));
            adjusted[index] = largest;
        }

        return adjusted;
    }
}
