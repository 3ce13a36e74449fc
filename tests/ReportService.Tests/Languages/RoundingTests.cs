using Affluence.Report.Languages;
using FsCheck;
using FsCheck.Fluent;

namespace Affluence.ReportService.Tests.Languages;

public class RoundingTests
{
    private const double Furthest = 0.05;

    [Theory]
    [InlineData(0, 0)]
    [InlineData(7, 7)]
    [InlineData(99, 99)]
    [InlineData(104, 100)]
    [InlineData(105, 110)]
    [InlineData(999, 1_000)]
    [InlineData(17_003, 17_000)]
    [InlineData(200_112, 200_000)]
    [InlineData(204_999, 200_000)]
    [InlineData(205_000, 210_000)]
    [InlineData(2_449_999, 2_400_000)]
    public void People_AnyCount_TwoFigures(long count, long rounded) => Assert.Equal(rounded, Rounding.People(count));

    [Theory]
    [InlineData(1_234.5, 1_200)]
    [InlineData(11.77, 12)]
    [InlineData(10.49, 10)]
    [InlineData(9.96, 10)]
    [InlineData(3.44, 3.4)]
    [InlineData(1.52, 1.5)]
    [InlineData(0.25, 0.25)]
    public void Times_AnyRatio_AsSaidAloud(double ratio, double said) => Assert.Equal((decimal)said, Rounding.Times(ratio));

    [Theory]
    [InlineData(0.4999, 50)]
    [InlineData(0.3749, 37)]
    [InlineData(0.0996, 10)]
    [InlineData(0.0296, 3)]
    [InlineData(0.013, 1.3)]
    [InlineData(0, 0)]
    [InlineData(1, 100)]
    public void Percent_AnyShare_WholeFromTenOn(double share, double said) => Assert.Equal((decimal)said, Rounding.Percent(share));

    [Fact]
    public void People_AnyCount_NeverMoreThanFivePerCentOff() =>
        Check.QuickThrowOnFailure(Prop.ForAll(
            Counts().ToArbitrary(), count => Math.Abs(Rounding.People(count) - count) <= Furthest * count));

    [Fact]
    public void People_LargerCount_NeverSaidToBeSmaller() =>
        Check.QuickThrowOnFailure(Prop.ForAll(
            Gen.Zip(Counts(), Counts()).ToArbitrary(),
            pair => Rounding.People(Math.Min(pair.Item1, pair.Item2)) <= Rounding.People(Math.Max(pair.Item1, pair.Item2))));

    [Fact]
    public void People_RoundedAgain_StaysAsItIs() =>
        Check.QuickThrowOnFailure(Prop.ForAll(
            Counts().ToArbitrary(), count => Rounding.People(Rounding.People(count)) == Rounding.People(count)));

    [Fact]
    public void Times_AnyRatio_NeverMoreThanFivePerCentOff() =>
        Check.QuickThrowOnFailure(Prop.ForAll(
            Ratios().ToArbitrary(), ratio => Math.Abs((double)Rounding.Times(ratio) - ratio) <= Furthest * ratio));

    [Fact]
    public void Times_LargerRatio_NeverSaidToBeSmaller() =>
        Check.QuickThrowOnFailure(Prop.ForAll(
            Gen.Zip(Ratios(), Ratios()).ToArbitrary(),
            pair => Rounding.Times(Math.Min(pair.Item1, pair.Item2)) <= Rounding.Times(Math.Max(pair.Item1, pair.Item2))));

    [Fact]
    public void Times_RoundedAgain_StaysAsItIs() =>
        Check.QuickThrowOnFailure(Prop.ForAll(
            Ratios().ToArbitrary(), ratio => Rounding.Times((double)Rounding.Times(ratio)) == Rounding.Times(ratio)));

    [Fact]
    public void Percent_AnyShare_HalfOfTheLastFigureOffAtMost() =>
        Check.QuickThrowOnFailure(Prop.ForAll(
            Shares().ToArbitrary(),
            share => Math.Abs((double)Rounding.Percent(share) - (100 * share)) <= (share >= 0.1 ? 0.5 : 0.05) + 1e-9));

    [Fact]
    public void Percent_LargerShare_NeverSaidToBeSmaller() =>
        Check.QuickThrowOnFailure(Prop.ForAll(
            Gen.Zip(Shares(), Shares()).ToArbitrary(),
            pair => Rounding.Percent(Math.Min(pair.Item1, pair.Item2)) <= Rounding.Percent(Math.Max(pair.Item1, pair.Item2))));

    // Every order of magnitude as often as the others, and the neighbours of its ends most often.
    private static Gen<long> Counts() =>
        from power in Gen.Choose(0, 14)
        from leading in Gen.Choose(0, 9_999_999)
        from near in Gen.Choose(-2, 2)
        from atEnd in Gen.Elements(true, false)
        select atEnd ? Math.Max(0, (long)Math.Pow(10, power) + near) : (long)(leading / 1e7 * Math.Pow(10, power));

    // Below a tenth a ratio has only two decimals to begin with.
    private static Gen<double> Ratios() =>
        from power in Gen.Choose(0, 6)
        from leading in Gen.Choose(1_000_000, 9_999_999)
        select leading / 1e7 * Math.Pow(10, power);

    private static Gen<double> Shares() =>
        from digits in Gen.Choose(0, 10_000)
        from scale in Gen.Elements(1, 10, 100)
        select digits / 10_000.0 / scale;
}
