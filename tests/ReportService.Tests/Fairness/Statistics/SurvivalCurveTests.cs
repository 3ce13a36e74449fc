using Affluence.Report.Fairness.Statistics;
using FsCheck;
using FsCheck.Fluent;

namespace Affluence.ReportService.Tests.Fairness.Statistics;

/// <summary>Against what R's survfit prints of data sets in the literature.</summary>
public sealed class SurvivalCurveTests
{
    [Fact]
    public void AmlMaintained_AsPublished() => AssertCurve(
        SurvivalData.AmlMaintained,
        [(9, 0.909, 0.0867), (13, 0.818, 0.1163), (18, 0.716, 0.1397), (23, 0.614, 0.1526), (31, 0.491, 0.1642), (34, 0.368, 0.1627), (48, 0.184, 0.1535)],
        31,
        (18, null));

    [Fact]
    public void AmlNotMaintained_AsPublished() => AssertCurve(
        SurvivalData.AmlNotMaintained,
        [
            (5, 0.8333, 0.1076), (8, 0.6667, 0.1361), (12, 0.5833, 0.1423), (23, 0.4861, 0.1481), (27, 0.3889, 0.1470), (30, 0.2917, 0.1387),
            (33, 0.1944, 0.1219), (43, 0.0972, 0.0919), (45, 0.0, null),
        ],
        23,
        (8, null));

    [Fact]
    public void SixMercaptopurine_AsPublished() => AssertCurve(
        SurvivalData.SixMp,
        [(6, 0.857, 0.0764), (7, 0.807, 0.0869), (10, 0.753, 0.0963), (13, 0.690, 0.1068), (16, 0.627, 0.1141), (22, 0.538, 0.1282), (23, 0.448, 0.1346)],
        23,
        (16, null));

    [Fact]
    public void Placebo_HasItsMedianAndInterval()
    {
        var curve = SurvivalCurve.Of(SurvivalData.Table(SurvivalData.Placebo));

        Assert.Equal(8, curve.Quantile(0.5));
        Assert.Equal((4, 12), curve.QuantileInterval(0.5));
    }

    [Fact]
    public void NobodyLost_IsTheShareOfThoseLeft() => Check.One(
        Config.QuickThrowOnFailure,
        Prop.ForAll(Gen.Choose(1, 20).NonEmptyListOf().ToArbitrary(), list =>
        {
            int[] times = [.. list];
            var curve = SurvivalCurve.Of(SurvivalData.Table(times));
            return curve.Points.All(point => Math.Abs(point.Share - (times.Count(time => time > point.Time) / (double)times.Length)) < 1e-9)
                && curve.Quantile(0.5) == times.Order().ElementAt((times.Length + 1) / 2 - 1);
        }));

    [Fact]
    public void AnyData_FallsFromOneToZeroAndHasNoNotANumber() => Check.One(
        Config.QuickThrowOnFailure,
        Prop.ForAll(Gen.Choose(-20, 20).Where(time => time != 0).ListOf().ToArbitrary(), times =>
        {
            var points = SurvivalCurve.Of(SurvivalData.Table([.. times])).Points;
            return points.Zip(points.Skip(1)).All(pair => pair.First.Share > pair.Second.Share)
                && points.All(point => point.Share is >= 0 and < 1 && (point.Share == 0 ? point.Deviation is null : point.Deviation is > 0 and < 1));
        }));

    [Fact]
    public void Nobody_HasNoQuantile()
    {
        Assert.Null(SurvivalCurve.Of([]).Quantile(0.5));
        Assert.Null(SurvivalCurve.Of([new LifeTableRow(3, 10, 0)]).Quantile(0.5));
        Assert.Equal((null, null), SurvivalCurve.Of([]).QuantileInterval(0.5));
    }

    private static void AssertCurve(int[] times, (int Time, double Share, double? Deviation)[] expected, int median, (int? Low, int? High) interval)
    {
        var curve = SurvivalCurve.Of(SurvivalData.Table(times));

        Assert.Equal(expected.Select(point => point.Time), curve.Points.Select(point => point.Time));
        foreach (var (point, published) in curve.Points.Zip(expected))
        {
            Assert.Equal(published.Share, point.Share, 0.0006);
            Assert.Equal(published.Deviation ?? double.NaN, point.Deviation ?? double.NaN, 0.00006);
        }

        Assert.Equal(median, curve.Quantile(0.5));
        Assert.Equal(interval, curve.QuantileInterval(0.5));
    }
}
