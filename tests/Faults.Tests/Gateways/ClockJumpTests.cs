using Affluence.Faults.Tests.Systems;

namespace Affluence.Faults.Tests.Gateways;

/// <summary>
/// The clock of one gateway is set wrong while it runs, and right again. That gateway is hosted by the test, which holds its clock; the others and
/// all services are processes with the machine's.
/// </summary>
[Collection(nameof(SharedSystem))]
public sealed class ClockJumpTests(SharedSystem shared)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly RunningSystem _system = shared.System;

    /// <summary>What it says of an hour to come, the counter refuses, and the gateway says how much that was; all else is counted.</summary>
    [FaultFact]
    public async Task Clock_AnHourFast_ItsHitsAreRefusedAndTold_AndNothingElseIsHarmed()
    {
        var clock = new ShiftedClock();
        await using var gateway = await HostedGateway.StartAsync(_system, clock);
        using var crowd = _system.NewCrowd(gateway);
        using var others = _system.NewCrowd();
        await crowd.VisitAsync(visitors: 60);
        await _system.DeliversAllAsync(gateway);
        var right = crowd.Answers.Figures;

        clock.Shift = Hour;
        using (var fast = _system.NewCrowd(gateway))
        {
            await using (var rush = others.Begin())
            {
                await fast.VisitAsync(visitors: 40);
                await _system.DeliversAllAsync(gateway);
                await rush.GoesOnAsync();
            }

            Assert.Empty(fast.Answers.Unanswered);
            Assert.Equal(fast.Answers.Figures.Served, (await _system.DeliveryAsync(gateway)).Dropped);
            Assert.Equal(Load.Figures.None, await _system.FiguresOfAsync(fast.Country));
        }

        await _system.TellsAsync(crowd);
        Assert.Equal(right, crowd.Answers.Figures);

        clock.Shift = TimeSpan.Zero;
        await crowd.VisitAsync(visitors: 60);
        await _system.DeliversAllAsync(gateway);
        await _system.TellsAsync(crowd);
        await _system.BecomesWholeAsync(others);
        Assert.Equal(80, (await _system.DeliveryAsync(gateway)).Dropped);
    }

    /// <summary>What it says of the hour before is taken as what comes late from there; none of it is lost, and it is in no figure of now.</summary>
    [FaultFact]
    public async Task Clock_AnHourSlow_ItsHitsAreCountedInThatHour_AndNothingElseIsHarmed()
    {
        var clock = new ShiftedClock();
        await using var gateway = await HostedGateway.StartAsync(_system, clock);
        using var crowd = _system.NewCrowd(gateway);
        using var slow = _system.NewCrowd(gateway);
        await crowd.VisitAsync(visitors: 60);
        clock.Shift = -Hour;
        await slow.VisitAsync(visitors: 40);
        clock.Shift = TimeSpan.Zero;
        await crowd.VisitAsync(visitors: 60);

        await _system.BecomesWholeAsync(crowd, gateway);
        Assert.Empty(slow.Answers.Unanswered);
        Assert.Equal(Load.Figures.None, await _system.FiguresOfAsync(slow.Country));
        var then = await _system.FiguresOfAsync(slow.Country, ago: Hour);
        Assert.True(then.Tells(slow.Answers.Figures), $"An hour ago there were {then} for {slow.Answers.Figures}.");
    }
}
