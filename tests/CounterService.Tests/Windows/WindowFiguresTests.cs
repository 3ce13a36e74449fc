using Affluence.Counter.Windows;

namespace Affluence.Counter.Tests.Windows;

public sealed class WindowFiguresTests
{
    private static readonly CountryCode Canada = CountryCode.Parse("CA");
    private static readonly CountryCode France = CountryCode.Parse("FR");
    private static readonly TimeWindow Window = TimeWindow.EndingAt(Bucket.Of(Night.Eleven), TimeSpan.FromMinutes(5));

    [Fact]
    public void StandardError_EightEqualShards_IsThatOfOneSketchByRootEight()
    {
        var figures = Sum([.. Enumerable.Repeat(new ShardCount(Canada, 1000, 0, 1000), 8)]);

        Assert.Equal(0.008125 / Math.Sqrt(8), figures.StandardError, 6);
        Assert.Equal(figures.StandardError, Assert.Single(figures.Countries).StandardError, 12);
        Assert.Equal(8000, figures.Visitors);
    }

    [Fact]
    public void StandardError_OneGreatShard_IsDominatedByIt()
    {
        var figures = Sum([new ShardCount(Canada, 100_000, 0, 100_000), new ShardCount(France, 10, 0, 10)]);

        Assert.Equal(0.008125 * 100_000 / 100_010, figures.StandardError, 6);
    }

    [Fact]
    public void StandardError_NoVisitors_IsZero() => Assert.Equal((0, 0), (Sum([]).StandardError, Sum([]).TurnedAwayStandardError));

    [Fact]
    public void TurnedAway_UnionEstimatedBelowServed_IsZeroForThatShardAlone()
    {
        var figures = Sum([new ShardCount(Canada, 1000, 10, 995), new ShardCount(Canada, 1000, 10, 1010)]);

        Assert.Equal(10, figures.TurnedAway);
    }

    [Fact]
    public void TurnedAwayStandardError_IsThatOfTheUnionsOfShardsWithRefusals()
    {
        var figures = Sum([new ShardCount(Canada, 3000, 0, 3000), new ShardCount(Canada, 1000, 500, 1200), new ShardCount(France, 0, 900, 900)]);

        Assert.Equal(0.008125 * Math.Sqrt((1200.0 * 1200) + (900.0 * 900)), figures.TurnedAwayStandardError, 6);
    }

    [Fact]
    public void Countries_StandInTheOrderOfTheirCodes()
    {
        var figures = Sum([new ShardCount(CountryCode.Unknown, 1, 0, 1), new ShardCount(France, 1, 0, 1), new ShardCount(Canada, 1, 0, 1)]);

        Assert.Equal(["CA", "FR", "ZZ"], figures.Countries.Select(country => country.Country.ToString()));
    }

    private static WindowFigures Sum(ShardCount[] shards) => WindowFigures.Sum(Window, 17113, new WindowReading(shards, [], [], 0, 0, "store"));
}
