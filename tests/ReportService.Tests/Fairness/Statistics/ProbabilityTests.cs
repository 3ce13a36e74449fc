using Affluence.Report.Fairness.Statistics;
using FsCheck;
using FsCheck.Fluent;

namespace Affluence.ReportService.Tests.Fairness.Statistics;

public sealed class ProbabilityTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0.31731050786291415)]
    [InlineData(1.959963984540054, 0.05)]
    [InlineData(3.5, 0.0004652581580710501)]
    [InlineData(3.6, 0.000318217180315068)]
    [InlineData(5, 5.733031437583892e-07)]
    [InlineData(10, 1.5239706048321186e-23)]
    [InlineData(37, 1.1451142445050278e-299)]
    public void TwoSidedTail_IsAsInTables(double z, double probability) => Assert.Equal(1, NormalTail.TwoSided(z) / probability, 1e-11);

    [Fact]
    public void BeyondAllNumbers_IsZero() => Assert.Equal(0, NormalTail.TwoSided(1e9));

    /// <summary>R: p.adjust(c(0.01, 0.02, 0.03, 0.04, 0.05), "holm") and the example of Holm's steps with p = 0.01, 0.04, 0.03, 0.005.</summary>
    [Fact]
    public void Holm_AsPublished()
    {
        AssertClose([0.05, 0.08, 0.09, 0.09, 0.09], HolmAdjustment.Adjust([0.01, 0.02, 0.03, 0.04, 0.05]));
        AssertClose([0.03, 0.06, 0.06, 0.02], HolmAdjustment.Adjust([0.01, 0.04, 0.03, 0.005]));
        Assert.Empty(HolmAdjustment.Adjust([]));
    }

    [Fact]
    public void Holm_KeepsTheOrderAndMakesNothingMoreCertain() => Check.One(
        Config.QuickThrowOnFailure,
        Prop.ForAll(Gen.Choose(0, 1000).ListOf().ToArbitrary(), thousandths =>
        {
            double[] single = [.. thousandths.Select(value => value / 1000.0)];
            var adjusted = HolmAdjustment.Adjust(single);
            var sorted = single.Zip(adjusted).OrderBy(pair => pair.First).Select(pair => pair.Second).ToArray();
            return single.Zip(adjusted).All(pair => pair.Second >= pair.First && pair.Second <= 1)
                && sorted.Zip(sorted.Skip(1)).All(pair => pair.First <= pair.Second);
        }));

    private static void AssertClose(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }
}
