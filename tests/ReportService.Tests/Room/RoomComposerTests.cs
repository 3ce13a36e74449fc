using Affluence.Report.Room;

namespace Affluence.ReportService.Tests.Room;

public sealed class RoomComposerTests
{
    private static readonly DateTimeOffset Opened = new(2016, 11, 9, 3, 50, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset End = new(2016, 11, 9, 4, 0, 0, TimeSpan.Zero);

    [Fact]
    public void JoinedIsAdmittedWaitingAndGaveUp()
    {
        var figures = RoomComposer.Compose(Opened, End,
        [
            // Of 100 who came nine to ten minutes ago, 60 were let in, 30 asked in the last minute of the nine that all have waited, and 10 are gone.
            Came(-10, 100, [(8, 45), (9, 30)], [(5, 20), (7, 40)]),

            // Of 50 who came one to two minutes ago, nobody is in, and 45 asked since they have waited for a minute.
            Came(-2, 50, [(1, 45)], []),

            // Who has come just now is there.
            Came(-1, 20, [], [(0, 5)]),
        ]);

        Assert.Equal((Opened, 170, 65, 90, 15), (figures.OpenSince!.Value, figures.Joined, figures.Admitted, figures.Waiting, figures.GaveUp));
        Assert.Equal(figures.Joined, figures.Admitted + figures.Waiting + figures.GaveUp);
    }

    [Fact]
    public void Waits_CountWhoWaitsStillWithWhatHeHasWaited()
    {
        var figures = RoomComposer.Compose(Opened, End,
        [
            Came(-6, 100, [(5, 20)], [(3, 50), (4, 30)]),
            Came(-3, 10, [(2, 10)], []),
            Came(-2, 10, [], [(0, 4), (1, 6)]),
        ]);

        Assert.Equal(new RoomWait(5, 100, 3, false, 5, true), figures.Waits.Single(wait => wait.CameMinutesAgo == 5));
        Assert.Equal(new RoomWait(2, 10, 2, true, 2, true), figures.Waits.Single(wait => wait.CameMinutesAgo == 2));
        Assert.Equal(new RoomWait(1, 10, 1, false, 1, false), figures.Waits.Single(wait => wait.CameMinutesAgo == 1));
    }

    [Fact]
    public void NobodyStayed_WaitIsNotKnown()
    {
        var figures = RoomComposer.Compose(Opened, End, [Came(-6, 7, [], [])]);

        Assert.Equal(new RoomWait(5, 0, null, false, null, false), Assert.Single(figures.Waits));
        Assert.Equal((7, 0, 7), (figures.Joined, figures.Waiting, figures.GaveUp));
    }

    private static RoomArrivals Came(int minutes, long joined, (int, long)[] waited, (int, long)[] letIn) =>
        new(End.AddMinutes(minutes), joined, waited.ToDictionary(), letIn.ToDictionary());
}
