using Affluence.Report.Fairness.Statistics;

namespace Affluence.ReportService.Tests.Fairness.Statistics;

/// <summary>Data sets of the literature; a negative time is one at which somebody was lost sight of.</summary>
internal static class SurvivalData
{
    /// <summary>Miller 1981, page 49: weeks to relapse of acute myelogenous leukaemia with chemotherapy maintained (R: survival::aml).</summary>
    public static readonly int[] AmlMaintained = [9, 13, -13, 18, 23, -28, 31, 34, -45, 48, -161];

    /// <summary>The same, not maintained.</summary>
    public static readonly int[] AmlNotMaintained = [5, 5, 8, 8, 12, -16, 23, 27, 30, 33, 43, 45];

    /// <summary>Freireich et al., Blood 21 (1963), 699–716: weeks of remission of leukaemia under 6-mercaptopurine.</summary>
    public static readonly int[] SixMp = [6, 6, 6, 7, 10, 13, 16, 22, 23, -6, -9, -10, -11, -17, -19, -20, -25, -32, -32, -34, -35];

    /// <summary>The same, under a placebo.</summary>
    public static readonly int[] Placebo = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23];

    public static IEnumerable<LifeTableRow> Table(int[] times) =>
        times.Select(Math.Abs).Distinct().Select(time => new LifeTableRow(time, times.Count(each => Math.Abs(each) >= time), times.Count(each => each == time)));

    public static IEnumerable<TwoByTwo> Against(int[] group, int[] others) =>
        group.Concat(others).Where(time => time > 0).Distinct().Select(time => new TwoByTwo(
            group.Count(each => each == time), group.Count(each => Math.Abs(each) >= time), others.Count(each => each == time), others.Count(each => Math.Abs(each) >= time)));
}
