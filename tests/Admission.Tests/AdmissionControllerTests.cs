namespace Affluence.Admission.Tests;

public sealed class AdmissionControllerTests
{
    private static readonly DateTimeOffset Start = RushSimulation.Start;
    private static readonly SiteLoad Overload = new(1_000, 900, 600);

    [Fact]
    public void HundredThousandTicketsNeverPolledAgain_DoNotHoldUpWhoComesAfterThem()
    {
        var model = new RoomModel();
        model.Merge(RoomState.Initial.Open(Start));
        for (var ticket = 0; ticket < 100_000; ticket++)
        {
            model.Wait(ticket, Start.AddMilliseconds(ticket), Start.AddMilliseconds(ticket));
        }

        var person = Start.AddSeconds(101);
        for (var second = 101; !model.State.Admits(person); second++)
        {
            Assert.True(second < 400, "who is there waits for those who are not");
            if (second % 10 == 0)
            {
                model.Wait(-1, person, Start.AddSeconds(second));
            }

            model.Decide(Start.AddSeconds(second));
        }

        Assert.True(model.State.IsOpen);
    }

    [Fact]
    public void OperatorOpensAtASetTime_RoomGoesByItselfUntilThen()
    {
        var order = new RoomOrder(RoomOrderKind.Open, Start.AddMinutes(10), Start);
        var state = RoomState.Initial with { Order = order };

        Assert.False(AdmissionController.Decide(state, new AdmissionReading(), Start.AddMinutes(10).AddTicks(-1)).IsOpen);
        var open = AdmissionController.Decide(state, new AdmissionReading(), Start.AddMinutes(10));
        Assert.True(open.IsOpen);
        Assert.Equal(Start.AddMinutes(10), open.OpenedAt);
        Assert.False(open.Admits(Start.AddMinutes(11)));
        Assert.True(AdmissionController.Decide(open, new AdmissionReading(), Start.AddHours(10)).IsOpen);
        var closed = AdmissionController.Decide(
            open with { Order = new RoomOrder(RoomOrderKind.Closed, Start.AddHours(1), Start.AddMinutes(30)) }, new AdmissionReading { LastLoad = Overload }, Start.AddHours(1));
        Assert.False(closed.IsOpen);
        Assert.True(closed.Admits(Start.AddMinutes(59)));
    }

    [Fact]
    public void OpenedWhileNobodyIsThere_TargetDoesNotGrow()
    {
        var state = RoomState.Initial.Open(Start);
        for (var second = 1; second <= 300; second++)
        {
            state = AdmissionController.Decide(state, new AdmissionReading { Steps = [state.Step] }, Start.AddSeconds(second));
        }

        Assert.Equal(20, state.Step.Target);
    }

    [Fact]
    public void RefusalsInOneMoment_DoNotOpenTheRoom()
    {
        Assert.False(AdmissionController.Decide(RoomState.Initial, new AdmissionReading { CurrentLoad = Overload }, Start).IsOpen);
        Assert.False(AdmissionController.Decide(RoomState.Initial, new AdmissionReading { LastLoad = Overload }, Start).IsOpen);
        Assert.True(AdmissionController.Decide(RoomState.Initial, new AdmissionReading { LastLoad = Overload, CurrentLoad = Overload }, Start).IsOpen);
    }

    [Fact]
    public void SecondControllerInTheSameSecond_DecidesNothing()
    {
        var reading = new AdmissionReading { Waiting = [new ArrivalCount(Bucket.Of(Start), 1_000)] };
        var open = RoomState.Initial.Open(Start);
        var first = AdmissionController.Decide(open, reading, Start.AddSeconds(9));

        Assert.Equal(20, first.Step.LetIn);
        Assert.Equal(first, AdmissionController.Decide(first, reading, Start.AddSeconds(9.9)));
        Assert.Equal(first, first.Merge(AdmissionController.Decide(open, reading, Start.AddSeconds(9))));
    }
}
