using Affluence.Report.Fairness.Statistics;
using FsCheck;
using FsCheck.Fluent;

namespace Affluence.ReportService.Tests.Fairness.Statistics;

/// <summary>Against results that are published: R 4 <c>mantelhaen.test</c> and survival 3 <c>survdiff</c> of their own example data.</summary>
public sealed class StratifiedTestTests
{
    /// <summary>Agresti 1990, pages 231 to 237: rabbits cured, and not, by penicillin at once or 1.5 hours later, by dose.</summary>
    internal static readonly TwoByTwo[] Rabbits = [new(0, 6, 0, 5), new(3, 6, 0, 6), new(6, 6, 2, 6), new(5, 6, 6, 6), new(2, 2, 5, 5)];

    /// <summary>Bickel 1975: admitted to Berkeley, men and women, by department.</summary>
    internal static readonly TwoByTwo[] Berkeley =
        [new(512, 825, 89, 108), new(353, 560, 17, 25), new(120, 325, 202, 593), new(138, 417, 131, 375), new(53, 191, 94, 393), new(22, 373, 24, 341)];

    private static readonly Gen<TwoByTwo> AnyTable =
        from size in Gen.Choose(0, 30)
        from others in Gen.Choose(0, 30)
        from events in Gen.Choose(0, size)
        from otherEvents in Gen.Choose(0, others)
        select new TwoByTwo(events, size, otherEvents, others);

    private static readonly Gen<TwoByTwo[]> AnyTables = AnyTable.ListOf().Select(tables => tables.ToArray());

    [Fact]
    public void Rabbits_AsPublished()
    {
        var test = StratifiedTest.Run(Rabbits)!.Value;
        var ratio = CommonOddsRatio.Of(Rabbits)!.Value;

        Assert.Equal(3.9286, test.ChiSquare, 0.00005);
        Assert.Equal(0.04747, test.P, 0.000005);
        Assert.Equal(7, ratio.Value, 1e-9);
        Assert.Equal(1.026713, ratio.Low, 0.0000005);
        Assert.Equal(47.725133, ratio.High, 0.0000005);
        Assert.Equal(5.6571, StratifiedTest.Run(Rabbits, corrected: false)!.Value.ChiSquare, 0.00005);
    }

    [Fact]
    public void Berkeley_AsPublished()
    {
        var test = StratifiedTest.Run(Berkeley)!.Value;
        var ratio = CommonOddsRatio.Of(Berkeley)!.Value;

        Assert.Equal(1.4269, test.ChiSquare, 0.00005);
        Assert.Equal(0.2323, test.P, 0.00005);
        Assert.Equal(0.9046968, ratio.Value, 0.00000005);
        Assert.Equal(0.7719074, ratio.Low, 0.00000005);
        Assert.Equal(1.0603298, ratio.High, 0.00000005);
    }

    [Fact]
    public void LifeTables_AreTheLogRankTest()
    {
        var aml = StratifiedTest.Run(SurvivalData.Against(SurvivalData.AmlMaintained, SurvivalData.AmlNotMaintained), corrected: false)!.Value;
        var remission = StratifiedTest.Run(SurvivalData.Against(SurvivalData.SixMp, SurvivalData.Placebo), corrected: false)!.Value;

        Assert.Equal(3.396389, aml.ChiSquare, 0.0000005);
        Assert.Equal(0.0653, aml.P, 0.00005);
        Assert.Equal(16.79294, remission.ChiSquare, 0.000005);
        Assert.Equal(19.25, remission.Expected, 0.005);
    }

    [Fact]
    public void OneStratum_IsTheHypergeometricDistribution() => Check.One(
        Config.QuickThrowOnFailure,
        Prop.ForAll(AnyTable.Where(table => table.Tells).ToArbitrary(), table =>
        {
            var (mean, variance) = Moments(table);
            var test = StratifiedTest.Run([table], corrected: false)!.Value;
            return Close(test.Expected, mean) && Close(test.ChiSquare, (table.GroupEvents - mean) * (table.GroupEvents - mean) / variance);
        }));

    [Fact]
    public void GroupAndOthersExchanged_SameTestAndTheInverseRatio() => Check.One(
        Config.QuickThrowOnFailure,
        Prop.ForAll(AnyTables.ToArbitrary(), tables =>
        {
            TwoByTwo[] exchanged = [.. tables.Select(table => new TwoByTwo(table.OtherEvents, table.OtherSize, table.GroupEvents, table.GroupSize))];
            var (test, other) = (StratifiedTest.Run(tables), StratifiedTest.Run(exchanged));
            var (ratio, inverse) = (CommonOddsRatio.Of(tables), CommonOddsRatio.Of(exchanged));
            return test.HasValue == other.HasValue && (test is null || (Close(test.Value.P, other!.Value.P) && Close(test.Value.Room, other.Value.Room)))
                && ratio.HasValue == inverse.HasValue && (ratio is null || (Close(ratio.Value.Value * inverse!.Value.Value, 1) && Close(ratio.Value.Low * inverse.Value.High, 1)));
        }));

    [Fact]
    public void AnyTables_GiveNumbersOrNothing() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(500),
        Prop.ForAll(AnyTables.ToArbitrary(), tables =>
            (StratifiedTest.Run(tables) is not { } test || (test.P is >= 0 and <= 1 && test.ChiSquare >= 0 && test.Room >= 0))
            && (CommonOddsRatio.Of(tables) is not { } ratio || (ratio.Low > 0 && ratio.Low <= ratio.Value && ratio.Value <= ratio.High && double.IsFinite(ratio.High)))));

    [Theory]
    [InlineData(0, 0, 0, 0)]
    [InlineData(0, 5, 0, 0)]
    [InlineData(5, 5, 7, 7)]
    [InlineData(0, 5, 0, 7)]
    [InlineData(1, 1, 0, 0)]
    public void StratumThatTellsNothing_ChangesNothing(double groupEvents, double group, double otherEvents, double others)
    {
        var mute = new TwoByTwo(groupEvents, group, otherEvents, others);

        Assert.Null(StratifiedTest.Run([mute]));
        Assert.Null(CommonOddsRatio.Of([mute]));
        Assert.Equal(StratifiedTest.Run(Rabbits), StratifiedTest.Run([mute, .. Rabbits]));
        Assert.Equal(CommonOddsRatio.Of(Rabbits), CommonOddsRatio.Of([.. Rabbits, mute]));
    }

    [Fact]
    public void IsEnough_ByMantelAndFleiss()
    {
        // In Agresti's rabbits the strata that tell have room for 8.5 - 3 on one side and 13 - 8.5 on the other.
        Assert.False(StratifiedTest.Run(Rabbits)!.Value.IsEnough);
        Assert.True(StratifiedTest.Run(Berkeley)!.Value.IsEnough);
    }

    private static (double Mean, double Variance) Moments(TwoByTwo table)
    {
        var probabilities = new List<(double Events, double Probability)>();
        for (var events = table.Fewest; events <= table.Most; events++)
        {
            probabilities.Add((events, Choose(table.GroupSize, events) * Choose(table.OtherSize, table.Events - events) / Choose(table.Size, table.Events)));
        }

        var mean = probabilities.Sum(each => each.Events * each.Probability);
        return (mean, probabilities.Sum(each => (each.Events - mean) * (each.Events - mean) * each.Probability));
    }

    private static double Choose(double all, double some) =>
        Enumerable.Range(1, (int)some).Aggregate(1.0, (product, index) => product * (all - some + index) / index);

    private static bool Close(double one, double other) => Math.Abs(one - other) <= 1e-9 * Math.Max(1, Math.Abs(one));
}
