using Affluence.Faults.Tests.Systems;

namespace Affluence.Faults.Tests.Gateways;

/// <summary>
/// The clock of one gateway is set wrong while it runs, and right again. That gateway is hosted by the test, which holds its clock; the others and
/// all services are processes with the machine's.
/// </summary>
[Collection(nameof(SharedSystem))]
public sealed class ClockJumpTests(SharedSystem fixture) : SystemTests(fixture)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>What it says of an hour to come, the counter refuses, and the gateway says how much that was; all else is counted.</summary>
    [FaultFact]
    public async Task Clock_AnHourFast_ItsHitsAreRefusedAndTold_AndNothingElseIsHarmed()
    {
        var clock = new ShiftedClock();
        await using var gateway = await HostedGateway.StartAsync(Shared, clock);
        using var crowd = Shared.NewCrowd(gateway);
        using var others = Shared.NewCrowd();
        await crowd.VisitAsync(visitors: 60);
        await Shared.DeliversAllAsync(gateway);
        var right = crowd.Answers.Figures;

        clock.Shift = Hour;
        using (var fast = Shared.NewCrowd(gateway))
        {
            await using (var rush = others.Begin())
            {
                await fast.VisitAsync(visitors: 40);
                await Shared.DeliversAllAsync(gateway);
                await rush.GoesOnAsync();
            }

            Assert.Empty(fast.Answers.Unanswered);
            Assert.Equal(fast.Answers.Figures.Served, (await Shared.DeliveryAsync(gateway)).Dropped);
            Assert.Equal(Load.Figures.None, await Shared.FiguresOfAsync(fast.Country));
        }

        await Shared.TellsAsync(crowd);
        Assert.Equal(right, crowd.Answers.Figures);

        clock.Shift = TimeSpan.Zero;
        await crowd.VisitAsync(visitors: 60);
        await Shared.DeliversAllAsync(gateway);
        await Shared.TellsAsync(crowd);
        await Shared.BecomesWholeAsync(others);
        Assert.Equal(80, (await Shared.DeliveryAsync(gateway)).Dropped);
    }

    /// <summary>What it says of the hour before is taken as what comes late from there; none of it is lost, and it is in no figure of now.</summary>
    [FaultFact]
    public async Task Clock_AnHourSlow_ItsHitsAreCountedInThatHour_AndNothingElseIsHarmed()
    {
        var clock = new ShiftedClock();
        await using var gateway = await HostedGateway.StartAsync(Shared, clock);
        using var crowd = Shared.NewCrowd(gateway);
        using var slow = Shared.NewCrowd(gateway);
        await crowd.VisitAsync(visitors: 60);
        clock.Shift = -Hour;
        await slow.VisitAsync(visitors: 40);
        clock.Shift = TimeSpan.Zero;
        await crowd.VisitAsync(visitors: 60);

        await Shared.BecomesWholeAsync(crowd, gateway);
        Assert.Empty(slow.Answers.Unanswered);
        Assert.Equal(Load.Figures.None, await Shared.FiguresOfAsync(slow.Country));
        var then = await Shared.FiguresOfAsync(slow.Country, ago: Hour);
        Assert.True(then.Tells(slow.Answers.Figures), $"An hour ago there were {then} for {slow.Answers.Figures}.");
    }
}
