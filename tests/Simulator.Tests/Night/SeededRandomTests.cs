using Affluence.Simulator.Night;

namespace Affluence.Simulator.Tests.Night;

public sealed class SeededRandomTests
{
    [Fact]
    public void Next_IsSplitMix64()
    {
        // The first numbers for seed 1234567 that every implementation of it gives, without their lowest bit.
        var random = new SeededRandom(1234567);

        Assert.Equal(
            ((ulong[])[6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821]).Select(number => (long)(number / 2)),
            Enumerable.Range(0, 5).Select(_ => random.NextInt64()));
    }

    [Fact]
    public void Next_OfARange_StaysInItAndIsEven()
    {
        var random = SeededRandom.Of(1);
        var counts = new int[10];
        for (var draw = 0; draw < 100_000; draw++)
        {
            counts[random.Next(10)]++;
            Assert.InRange(random.NextInt64(-5, 5), -5, 4);
            Assert.InRange(random.NextDouble(), 0, 0.999999999999999999);
        }

        // Six standard deviations, √(100,000 · 0.1 · 0.9) = 95, to either side.
        Assert.All(counts, count => Assert.InRange(count, 9_430, 10_570));
    }

    [Fact]
    public void Streams_OfDifferentNames_Differ()
    {
        int[][] names = [[1, 2, 3], [1, 2, 4], [1, 3, 2], [2, 2, 3], [1, 2], [1, 2, 3, 0]];

        Assert.Equal(names.Length, names.Select(name => SeededRandom.Of(name).NextInt64()).Distinct().Count());
        Assert.Equal(SeededRandom.Of(1, 2, 3).NextInt64(), SeededRandom.Of(1, 2, 3).NextInt64());
    }
}
