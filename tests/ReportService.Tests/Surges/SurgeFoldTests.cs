using Affluence.Report.Surges;
using FsCheck;
using FsCheck.Fluent;

namespace Affluence.ReportService.Tests.Surges;

public class SurgeFoldTests
{
    private const long Start = 24_644_400;

    [Fact]
    public void Pack_AnyFold_UnpackedIsTheSame() => Prop.ForAll(Arb.From(Measures), measures =>
    {
        var fold = SurgeFold.Empty;
        foreach (var measure in measures)
        {
            fold = fold.Add(measure).Fold;
            Assert.Equal(fold, SurgeFoldPacking.Unpack(fold.Pack(measure.At), measure.At));
        }
    }).QuickCheckThrowOnFailure();

    /// <summary>What is cut in two and carried over as a fold tells the same as what is told in one.</summary>
    [Fact]
    public void Fold_CarriedOver_TellsTheSameSurgesAsTheWhole() => Prop.ForAll(Arb.From(Measures), Arb.From(Gen.Choose(0, 200)), (measures, cut) =>
    {
        var whole = new List<Episode>();
        var (fold, carried) = (SurgeFold.Empty, SurgeFold.Empty);
        var halves = new List<Episode>();
        foreach (var (index, measure) in measures.Index())
        {
            fold = Add(fold, measure, whole);
            carried = Add(index == cut ? SurgeFoldPacking.Unpack(carried.Pack(measure.At), measure.At) : carried, measure, halves);
        }

        Assert.Equal(whole, halves);
        Assert.Equal(fold, carried);
    }).QuickCheckThrowOnFailure();

    /// <summary>Two histories that differed long ago come to the same, so that a late minute need not be followed up for ever.</summary>
    [Fact]
    public void Fold_HistoriesThatDifferBeforeALongSilence_AreTheSameAfterIt() => Prop.ForAll(Arb.From(Measures), measures =>
    {
        var fold = measures.Aggregate(SurgeFold.Empty, (before, measure) => before.Add(measure).Fold);
        var later = Start + 1_000;
        var next = new MinuteMeasure(later, 500, 100, 99, 1);

        Assert.Equal(SurgeFold.Empty.Add(next).Fold, fold.Add(next).Fold);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void At_NormalAfterASurge_SinceItsEndForSevenDays()
    {
        var fold = SurgeFold.Empty;
        var minute = Start;
        for (; minute < Start + 3; minute++)
        {
            fold = fold.Add(new MinuteMeasure(minute, 3_000, 1_000, 100, 0)).Fold;
        }

        for (; minute <= Start + 3 + (7 * 24 * 60); minute++)
        {
            fold = fold.Add(new MinuteMeasure(minute, 1_000, 1_000, 100, 0)).Fold;
        }

        Assert.Equal(new SurgeReading(SurgeLevel.Normal, Start + 3, null), fold.At(minute - 1));
        Assert.Equal(new SurgeReading(SurgeLevel.Normal, null, null), fold.Add(new MinuteMeasure(minute, 1_000, 1_000, 100, 0)).Fold.At(minute));
    }

    /// <summary>A site that grows threefold every week surges for as long as it does.</summary>
    [Fact]
    public void At_SurgeOfTenDays_SinceItsBeginning()
    {
        var fold = SurgeFold.Empty;
        for (var minute = 0; minute < 10 * 24 * 60; minute++)
        {
            fold = fold.Add(new MinuteMeasure(Start + minute, minute == 5_000 ? 9_000 : 3_000, 1_000, 100, 5)).Fold;
        }

        var end = Start + (10 * 24 * 60) - 1;
        Assert.Equal(new SurgeReading(SurgeLevel.Surge, Start, Start), fold.At(end));
    }

    private static SurgeFold Add(SurgeFold fold, MinuteMeasure measure, List<Episode> ended)
    {
        var step = fold.Add(measure);
        if (step.Surge is { } surge)
        {
            ended.Add(surge);
        }

        return step.Fold;
    }

    /// <summary>Runs of high, low and unknown minutes, so that surges begin and end in them.</summary>
    private static Gen<MinuteMeasure[]> Measures =>
        from runs in Gen.Choose(1, 12).SelectMany(count => Gen.ArrayOf(Run, count))
        select runs.SelectMany(run => Enumerable.Repeat(run.Level, run.Minutes))
            .Select((level, index) => Measure(Start + index, level))
            .Where(measure => measure is not null)
            .Select(measure => measure!.Value)
            .ToArray();

    private static Gen<(int Level, int Minutes)> Run =>
        from level in Gen.Elements(0, 1, 2, 3, 4, 9, -1, -2)
        from minutes in Gen.Frequency((4, Gen.Choose(1, 4)), (2, Gen.Choose(14, 20)))
        select (level, minutes);

    /// <summary>-1 is a minute on record of which nothing is known, -2 one that is not on record.</summary>
    private static MinuteMeasure? Measure(long at, int level) => level switch
    {
        -2 => null,
        -1 => new MinuteMeasure(at, null, null, null, null),
        _ => new MinuteMeasure(at, (level * 1_000) + (at % 7), 1_000, 100, level % 3),
    };
}
