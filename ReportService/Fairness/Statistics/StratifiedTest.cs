namespace Affluence.Report.Fairness.Statistics;

/// <summary>Whether something comes to pass as often with a group as with all others, within every stratum.</summary>
/// <remarks>
/// W. G. Cochran: Some methods for strengthening the common χ² tests, Biometrics 10 (1954), 417–451. N. Mantel, W. Haenszel: Statistical aspects of the analysis of data from
/// retrospective studies of disease, J. Natl. Cancer Inst. 22 (1959), 719–748, with their continuity correction of ½. Over the strata of a life table, where who was
/// at risk at a time is one stratum, the same sum is the log-rank test: N. Mantel, Cancer Chemother. Rep. 50 (1966), 163–170.
/// </remarks>
internal static class StratifiedTest
{
    private const double Correction = 0.5;

    /// <param name="strata">Those that tell nothing change nothing.</param>
    /// <param name="corrected">Whether with the continuity correction. It never makes a difference larger.</param>
    /// <returns>Null when no stratum tells anything.</returns>
    public static StratifiedResult? Run(IEnumerable<TwoByTwo> strata, bool corrected = true)
    {
        var (events, expected, variance, fewest, most) = (0.0, 0.0, 0.0, 0.0, 0.0);
        foreach (var table in strata.Where(table => table.Tells))
        {
            events += table.GroupEvents;
            expected += table.Expected;
            variance += table.Variance;
            fewest += table.Fewest;
            most += table.Most;
        }

        if (variance == 0)
        {
            return null;
        }

        var difference = Math.Abs(events - expected);
        difference -= corrected ? Math.Min(Correction, difference) : 0;
        var chiSquare = difference * difference / variance;
        return new StratifiedResult(events, expected, chiSquare, NormalTail.TwoSided(Math.Sqrt(chiSquare)), Math.Min(expected - fewest, most - expected));
    }
}

/// <param name="Events">Of the group.</param>
/// <param name="Expected">Of the group, if it makes no difference who is in it.</param>
/// <param name="ChiSquare">With one degree of freedom.</param>
/// <param name="P">How probable at least such a difference is if it makes no difference.</param>
/// <param name="Room">How far the group's events could have been from what was to be expected, in the direction in which there is less room.</param>
internal readonly record struct StratifiedResult(double Events, double Expected, double ChiSquare, double P, double Room)
{
    private const double LeastRoom = 5;

    /// <summary>
    /// Whether there is enough for χ² to be true to its level. N. Mantel, J. L. Fleiss: Minimum expected cell size requirements for the Mantel-Haenszel
    /// one-degree-of-freedom chi-square test, Am. J. Epidemiol. 112 (1980), 129–134.
    /// </summary>
    public bool IsEnough => Room >= LeastRoom;
}
