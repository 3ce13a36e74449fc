namespace Affluence.Report.Fairness.Statistics;

/// <summary>The share to whom it has not come to pass yet, by time, when some were lost sight of before it did.</summary>
/// <remarks>
/// E. L. Kaplan, P. Meier: Nonparametric estimation from incomplete observations, J. Am. Statist. Assoc. 53 (1958), 457–481. Who is lost sight of at a time counts as at risk
/// at it. Variance: M. Greenwood: The natural duration of cancer, Rep. Public Health Med. Subj. 33 (1926).
/// </remarks>
internal sealed class SurvivalCurve
{
    // So that sums which are exact on paper are found: the share of 7 in 10 is not 0.3 in binary.
    private const double Rounding = 1e-12;

    private SurvivalCurve(IReadOnlyList<SurvivalPoint> points) => Points = points;

    /// <summary>At each time at which it came to pass, shortest first.</summary>
    public IReadOnlyList<SurvivalPoint> Points { get; }

    /// <param name="rows">Rows of the same time are added up.</param>
    public static SurvivalCurve Of(IEnumerable<LifeTableRow> rows)
    {
        var points = new List<SurvivalPoint>();
        var (share, greenwood) = (1.0, 0.0);
        foreach (var (time, (atRisk, events)) in SumByTime(rows).OrderBy(sum => sum.Key))
        {
            if (events > 0)
            {
                var remain = atRisk - events > Rounding * atRisk ? atRisk - events : 0;
                share *= remain / atRisk;
                greenwood += events / (atRisk * remain);
                points.Add(new SurvivalPoint(time, share, share > 0 ? share * Math.Sqrt(greenwood) : null));
            }
        }

        return new SurvivalCurve(points);
    }

    // Millions of rows, a few of each time: several times faster than grouping them.
    private static Dictionary<int, (double AtRisk, double Events)> SumByTime(IEnumerable<LifeTableRow> rows)
    {
        var sums = new Dictionary<int, (double AtRisk, double Events)>();
        foreach (var row in rows)
        {
            var (atRisk, events) = sums.GetValueOrDefault(row.Time);
            sums[row.Time] = (atRisk + row.AtRisk, events + row.Events);
        }

        return sums;
    }

    /// <summary>The time by which it has come to pass to <paramref name="share"/> of all; null when it has not.</summary>
    public int? Quantile(double share) => Points.Cast<SurvivalPoint?>().FirstOrDefault(point => point!.Value.Share <= 1 - share + Rounding)?.Time;

    /// <summary>
    /// Its interval of 95 %: where the limits of the curve reach it. An end that they do not reach is null. R. Brookmeyer, J. Crowley: A confidence interval for the
    /// median survival time, Biometrics 38 (1982), 29–41, on the logarithm of the share.
    /// </summary>
    public (int? Low, int? High) QuantileInterval(double share)
    {
        int? Reached(int sign) => Points
            .Where(point => point.Deviation is { } deviation && point.Share * Math.Exp(sign * NormalTail.Z95 * deviation / point.Share) <= 1 - share)
            .Select(point => (int?)point.Time)
            .FirstOrDefault();

        return (Reached(-1), Reached(1));
    }
}

/// <param name="Time">When.</param>
/// <param name="Share">To whom it has not come to pass by then.</param>
/// <param name="Deviation">Standard error of the share by Greenwood's formula; null once the share is zero, where it gives none.</param>
internal readonly record struct SurvivalPoint(int Time, double Share, double? Deviation);
