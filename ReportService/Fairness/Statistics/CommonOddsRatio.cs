namespace Affluence.Report.Fairness.Statistics;

/// <summary>The odds of a group over those of all others, as one figure for all strata, with its interval of 95 %.</summary>
/// <remarks>
/// Estimate: Mantel and Haenszel 1959 (<see cref="StratifiedTest"/>). Interval: J. Robins, N. Breslow, S. Greenland: Estimators of the Mantel-Haenszel variance
/// consistent in both sparse data and large-strata limiting models, Biometrics 42 (1986), 311–323.
/// </remarks>
/// <param name="Value">Above 1: it comes to pass with the group more readily.</param>
/// <param name="Low">Lower end of the interval.</param>
/// <param name="High">Upper end.</param>
internal readonly record struct CommonOddsRatio(double Value, double Low, double High)
{
    /// <returns>Null when it would be zero, without bound or not defined.</returns>
    public static CommonOddsRatio? Of(IEnumerable<TwoByTwo> strata)
    {
        var (forGroup, forOthers, agreeing, mixed, disagreeing) = (0.0, 0.0, 0.0, 0.0, 0.0);
        foreach (var table in strata.Where(table => table.Tells))
        {
            var (groupRest, otherRest) = (table.GroupSize - table.GroupEvents, table.OtherSize - table.OtherEvents);
            var (r, s) = (table.GroupEvents * otherRest / table.Size, groupRest * table.OtherEvents / table.Size);
            var (p, q) = ((table.GroupEvents + otherRest) / table.Size, (groupRest + table.OtherEvents) / table.Size);
            forGroup += r;
            forOthers += s;
            agreeing += p * r;
            mixed += (p * s) + (q * r);
            disagreeing += q * s;
        }

        if (forGroup == 0 || forOthers == 0)
        {
            return null;
        }

        var ratio = forGroup / forOthers;
        var deviation = Math.Sqrt((agreeing / (2 * forGroup * forGroup)) + (mixed / (2 * forGroup * forOthers)) + (disagreeing / (2 * forOthers * forOthers)));
        var factor = Math.Exp(NormalTail.Z95 * deviation);
        return new CommonOddsRatio(ratio, ratio / factor, ratio * factor);
    }
}
