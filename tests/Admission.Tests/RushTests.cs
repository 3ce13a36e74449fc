namespace Affluence.Admission.Tests;

/// <summary>The controller against a crowd: a site that can do a quarter of what is wanted of it, and visitors who stay about two minutes.</summary>
public sealed class RushTests
{
    private const int Seconds = 900;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void FourTimesOverloaded_SiteIsInFullUseAndNobodyIsLetInBeyondTheTarget(int seed)
    {
        var rush = Rush(seed);
        rush.Run(Seconds);

        Assert.True(rush.State.IsOpen);
        Assert.InRange((rush.State.OpenedAt - RushSimulation.Start).TotalSeconds, 10, 120);
        Assert.InRange(rush.Goodput(180, Seconds), 0.9, 1);
        Assert.NotEmpty(rush.Steps);
        Assert.All(rush.Steps, step => Assert.InRange(step.People, 0, step.Target));
    }

    /// <summary>People who stay a quarter of a minute have left when the room opens, and count as inside all the same.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void ShortVisits_SiteIsInUseSoonAfterTheRoomOpens(int seed)
    {
        var rush = new RushSimulation(seed) { Capacity = _ => 40, Arrivals = _ => 16, Think = 4, Pages = 5 };
        rush.Run(300);

        var opened = (int)(rush.State.OpenedAt - RushSimulation.Start).TotalSeconds;
        Assert.InRange(rush.Goodput(opened + 30, opened + 90), 0.6, 1);
        Assert.InRange(rush.Goodput(opened + 120, 300), 0.85, 1);
    }

    [Fact]
    public void WhoWasLetIn_WaitedForAsLongAsHeWasTold()
    {
        var rush = Rush(4);
        rush.Run(Seconds);

        var told = rush.People.Where(person => person is { Told.Wait: not null, LetInAt: not null }).ToList();
        var right = told.Count(person => person.LetInAt - person.Told!.Value.At is { } wait
            && wait >= person.Told.Value.Wait!.Value.Low && wait <= person.Told.Value.Wait.Value.High);

        Assert.True(told.Count > 200, $"only {told.Count} were told");
        Assert.InRange(right / (double)told.Count, 0.9, 1);
    }

    [Fact]
    public void CapacityFallsToAThirdAndComesBack_SiteIsInUse()
    {
        var rush = Rush(5, capacity: second => second is >= 300 and < 600 ? 7 : 20);
        rush.Run(Seconds);

        Assert.InRange(rush.Goodput(300, 600), 0.9, 1);
        Assert.InRange(rush.Goodput(660, Seconds), 0.85, 1);
    }

    [Fact]
    public void HalfOfThoseWhoWaitLeave_OthersAreLetInAsFastAsBefore()
    {
        var rush = Rush(6, leaving: new() { [500] = 0.5 });
        rush.Run(Seconds);

        Assert.InRange(rush.Goodput(520, Seconds) / rush.Goodput(180, 500), 0.95, 1.1);
    }

    [Fact]
    public void StoreLosesItsMemory_NobodyWaitsAnewAndNobodyIsLetInForWantOfKnowledge()
    {
        var rush = Rush(7, losses: [400]);
        rush.Run(Seconds);

        Assert.InRange((rush.State.OpenedAt - RushSimulation.Start).TotalSeconds, 10, 120);
        Assert.InRange(rush.Goodput(460, Seconds), 0.85, 1);
        Assert.Equal(0, Inversions(rush));
        var letIn = rush.People.Count(person => person.LetInAt > RushSimulation.Start.AddSeconds(400));
        var before = rush.People.Count(person => person.LetInAt > RushSimulation.Start.AddSeconds(100) && person.LetInAt < RushSimulation.Start.AddSeconds(400));
        Assert.InRange(letIn / 500.0, 0, 1.3 * before / 300);
    }

    [Fact]
    public void RushIsOver_RoomClosesByItself()
    {
        var rush = new RushSimulation(8) { Capacity = _ => 20, Arrivals = second => second < 200 ? 7 : 0.5 };
        rush.Run(1_500);

        Assert.False(rush.State.IsOpen);
        Assert.Equal(0, Inversions(rush));
    }

    /// <summary>Pairs of neighbours by arrival of whom the later was called while the earlier was told to wait on, a second or more apart.</summary>
    private static int Inversions(RushSimulation rush)
    {
        var latestLetIn = DateTimeOffset.MinValue;
        var inversions = 0;
        foreach (var (arrival, at, wasLetIn) in rush.Answers.OrderBy(answer => answer.At))
        {
            latestLetIn = wasLetIn && arrival > latestLetIn ? arrival : latestLetIn;
            inversions += !wasLetIn && latestLetIn - arrival > TimeSpan.FromSeconds(1) ? 1 : 0;
        }

        return inversions;
    }

    private static RushSimulation Rush(int seed, Func<double, double>? capacity = null, Dictionary<int, double>? leaving = null, HashSet<int>? losses = null) =>
        new(seed) { Capacity = capacity ?? (_ => 20), Arrivals = _ => 7, Leaving = leaving ?? [], Losses = losses ?? [] };
}
