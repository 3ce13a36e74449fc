using Affluence.Report.CivilTime;
using Affluence.Report.History;
using Affluence.Report.Storage;
using Affluence.Report.Surges;
using Affluence.ReportService.Tests.Fakes;
using NodaTime;

namespace Affluence.ReportService.Tests.History;

public sealed class MeasureChainTests : IDisposable
{
    private const string Method = "1";
    private const long Start = 24_644_400;
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly SiteCalendar Calendar = new(DateTimeZoneProviders.Tzdb["America/Toronto"], TimeZoneRules.Bundled.Version);
    private readonly TestDatabase _database = new();

    /// <summary>The states are those of a detector that is given the minutes in order, whatever the order in which they came.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Put_InAnyOrderAndSomeTwice_EachStateAsOfTheMinutesInOrder(int seed)
    {
        var random = new Random(seed);
        var minutes = Minutes(random);
        using var connection = _database.Open.Open();
        using var transaction = connection.BeginTransaction();
        foreach (var measure in Shuffled(minutes, random))
        {
            // First as nobody yet knew it, then as it is.
            if (random.Next(3) == 0)
            {
                MeasureChain.Put(connection, measure with { Visitors = random.Next(9_000), BaselineVisitors = null }, Method, Now);
            }

            MeasureChain.Put(connection, measure, Method, Now);
        }

        var detector = new SurgeDetector(Calendar);
        foreach (var measure in minutes)
        {
            detector.Add(measure);
            Assert.Equal(detector.StateAt(measure.At), MeasureChain.FoldBefore(connection, measure.At + 1, Method).At(measure.At).Localize(Calendar));
        }
    }

    /// <summary>Whoever keeps states must be told of every one that became another.</summary>
    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public void Put_NamesEveryMinuteWhoseStateChanged(int seed)
    {
        var random = new Random(seed);
        var minutes = Minutes(random);
        var known = new Dictionary<long, SurgeReading>();
        using var connection = _database.Open.Open();
        using var transaction = connection.BeginTransaction();
        foreach (var measure in Shuffled(minutes, random))
        {
            var changed = MeasureChain.Put(connection, measure, Method, Now);
            foreach (var at in known.Keys.Append(measure.At).ToList())
            {
                var state = MeasureChain.FoldBefore(connection, at + 1, Method).At(at);
                Assert.True(changed.Contains(at) || at == measure.At || known[at] == state, $"{at} became {state} and nobody was told.");
                known[at] = state;
            }
        }
    }

    [Fact]
    public void Put_TheSameAgain_ChangesNothing()
    {
        using var connection = _database.Open.Open();
        var minutes = Minutes(new Random(8));
        foreach (var measure in minutes)
        {
            MeasureChain.Put(connection, measure, Method, Now);
        }

        Assert.All(minutes, measure => Assert.Empty(MeasureChain.Put(connection, measure, Method, Now)));
    }

    /// <summary>One late minute in a year of minutes is followed up for some minutes, not for a year.</summary>
    [Fact]
    public void Put_LateMinuteInALongOrdinaryTime_FollowedUpUntilItMakesNoDifference()
    {
        using var connection = _database.Open.Open();
        using (var transaction = connection.BeginTransaction())
        {
            for (var minute = 0; minute < 2_000; minute++)
            {
                MeasureChain.Put(connection, new MinuteMeasure(Start + minute, 1_000, 1_000, 100, 0), Method, Now);
            }

            transaction.Commit();
        }

        connection.Execute("CREATE TEMP TABLE updates (minute INTEGER); CREATE TEMP TRIGGER watch AFTER UPDATE OF fold ON measure BEGIN INSERT INTO updates VALUES (new.minute); END;");
        MeasureChain.Put(connection, new MinuteMeasure(Start + 100, 5_000, 1_000, 100, 50), Method, Now);

        Assert.InRange((long)connection.Command("SELECT count(*) FROM updates").ExecuteScalar()!, 1, 5);
    }

    [Fact]
    public void Open_FileWithoutFolds_TheyAreWorkedOut()
    {
        using (var connection = _database.Open.Open())
        {
            for (var minute = 0; minute < 3; minute++)
            {
                MeasureChain.Put(connection, new MinuteMeasure(Start + minute, 3_000, 1_000, 100, 0), Method, Now);
            }

            connection.Execute("UPDATE measure SET fold = NULL");
        }

        var history = new SnapshotHistory(_database.Reopen(), TimeProvider.System);

        Assert.Equal(new SurgeReading(SurgeLevel.Surge, Start, null), history.FoldBefore(Start + 3, Method).At(Start + 2));
    }

    public void Dispose() => _database.Dispose();

    private static List<MinuteMeasure> Minutes(Random random)
    {
        var minutes = new List<MinuteMeasure>();
        for (var at = Start; minutes.Count < 150;)
        {
            var (level, length) = (random.Next(6), random.Next(2) == 0 ? random.Next(1, 5) : random.Next(14, 25));
            for (var minute = 0; minute < length; minute++, at++)
            {
                if (level != 5)
                {
                    minutes.Add(level == 4
                        ? new MinuteMeasure(at, null, 1_000, null, null)
                        : new MinuteMeasure(at, (level * 1_000) + random.Next(100), 1_000, 100, random.Next(3)));
                }
            }
        }

        return minutes;
    }

    private static MinuteMeasure[] Shuffled(List<MinuteMeasure> minutes, Random random)
    {
        MinuteMeasure[] shuffled = [.. minutes];
        random.Shuffle(shuffled);
        return shuffled;
    }
}
