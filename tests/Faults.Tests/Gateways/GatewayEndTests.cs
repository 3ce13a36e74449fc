using Affluence.Faults.Tests.Load;
using Affluence.Faults.Tests.Processes;
using Affluence.Faults.Tests.Systems;

namespace Affluence.Faults.Tests.Gateways;

/// <summary>A gateway ends, by force or as asked, while hits are on their way; the next process on its spool finishes what it began.</summary>
[Collection(nameof(SharedSystem))]
public sealed class GatewayEndTests(SharedSystem fixture) : SystemTests(fixture)
{
    private ServiceProcess _gateway = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _gateway = Shared.NewGateway();
        await _gateway.StartAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _gateway.DisposeAsync();
    }

    /// <summary>What is lost at most is what no flush had put on disk yet; what was, arrives, and arrives once.</summary>
    [FaultTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Killed_UnderLoad_LosesNoMoreThanWasNotOnDisk(bool counterIsAway)
    {
        using var crowd = Shared.NewCrowd(_gateway);
        Delivery before;
        await using (var rush = crowd.Begin())
        {
            await SavesAsync(hits: 100);
            if (counterIsAway)
            {
                await _gateway.NoticesAsync(RunningSystem.CounterIsAway, Shared.CounterLink.CutAsync);
            }

            before = await SavesAsync(hits: 250);
            await _gateway.KillAsync();
        }

        Shared.CounterLink.Heal();
        await _gateway.StartAsync();
        await Shared.DeliversAllAsync(_gateway);

        var (told, answered) = (await Shared.FiguresOfAsync(crowd.Country), crowd.Answers.Figures);
        Assert.InRange(told.Served, before.Saved, answered.Served + crowd.Answers.Unanswered.Count);

        // Nobody twice: not more than came, but for what the sketches may be off by.
        var came = answered.Visitors + crowd.Answers.Unanswered.Count;
        Assert.True(told.Visitors <= came || Figures.IsWithinError(told.Visitors, came, came), $"{told.Visitors} visitors of {came}.");
    }

    [FaultFact]
    public async Task Killed_WithAllOnDisk_LosesNothing()
    {
        using var crowd = Shared.NewCrowd(_gateway);
        await KnowsTheSecretAsync(crowd);
        await _gateway.NoticesAsync(RunningSystem.CounterIsAway, async () =>
        {
            await Shared.CounterLink.CutAsync();
            await crowd.VisitAsync(visitors: 100);
        });
        await SavesAsync(hits: 202);
        await _gateway.KillAsync();
        Shared.CounterLink.Heal();
        await _gateway.StartAsync();

        await Shared.BecomesWholeAsync(crowd, _gateway);
        Assert.InRange((await Shared.DeliveryAsync(_gateway)).Recovered, 200, 202);
    }

    /// <summary>Again and again, so that it is killed at all points of a flush and of a sending.</summary>
    [FaultFact]
    public async Task Killed_AtAnyPoint_CountsNothingTwice()
    {
        using var crowd = Shared.NewCrowd(_gateway);
        var saved = 0L;
        for (var time = 0; time < 5; time++)
        {
            await using (var rush = crowd.Begin())
            {
                await rush.GoesOnAsync(pageViews: 40);
                saved += (await Shared.DeliveryAsync(_gateway)) is var delivery ? delivery.Saved - delivery.Recovered : 0;
                await _gateway.KillAsync();
            }

            await _gateway.StartAsync();
        }

        await Shared.DeliversAllAsync(_gateway);
        var told = await Shared.FiguresOfAsync(crowd.Country);
        Assert.InRange(told.Served, saved, crowd.Answers.Figures.Served + crowd.Answers.Unanswered.Count);
    }

    [FaultTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AskedToStop_UnderLoad_EveryPageItServedIsCounted(bool twice)
    {
        using var crowd = Shared.NewCrowd(_gateway);
        await using (var rush = crowd.Begin())
        {
            await rush.GoesOnAsync();
            await _gateway.AskToStopAsync();
            if (twice)
            {
                await _gateway.AskToStopAsync();
            }

            Assert.Equal(0, await _gateway.ExitAsync());
        }

        // What came after it stopped listening was not answered, and is no page.
        await Shared.TellsAsync(crowd);
    }

    [FaultFact]
    public async Task AskedToStop_WhileTheCounterIsAway_LeavesTheRestToTheNext()
    {
        using var crowd = Shared.NewCrowd(_gateway);
        await KnowsTheSecretAsync(crowd);
        await crowd.VisitAsync(visitors: 50);
        await Shared.CounterLink.CutAsync();
        await crowd.VisitAsync(visitors: 50);
        Assert.Equal(0, await _gateway.StopAsync());
        Assert.True(_gateway.Wrote("the next process will find them in the spool"), _gateway.Log);
        Shared.CounterLink.Heal();
        await _gateway.StartAsync();
        await crowd.VisitAsync(visitors: 50);

        await Shared.BecomesWholeAsync(crowd, _gateway);
    }

    [FaultFact]
    public async Task Frozen_OthersGoOn_AndWhatItHeldArrivesAfterwards()
    {
        using var stuck = Shared.NewCrowd(_gateway);
        using var crowd = Shared.NewCrowd();
        await using (var waiting = stuck.Begin())
        {
            await waiting.GoesOnAsync();
            await _gateway.PauseAsync();
            await using (var rush = crowd.Begin())
            {
                await rush.GoesOnAsync();
            }

            await _gateway.ResumeAsync();
            await waiting.GoesOnAsync();
        }

        await Shared.BecomesWholeAsync(crowd);
        await Shared.BecomesWholeAsync(stuck, _gateway);
    }

    /// <summary>A gateway that was never told the day's secret has nothing to write down: its hits wait in memory, and it is not what is tested.</summary>
    private async Task KnowsTheSecretAsync(Crowd crowd)
    {
        await crowd.VisitAsync(visitors: 1);
        await Shared.DeliversAllAsync(_gateway);
    }

    /// <summary>Returns once so many hits are safe.</summary>
    private async Task<Delivery> SavesAsync(int hits)
    {
        Delivery? delivery = null;
        await Eventually.TrueAsync(
            async () => (delivery = await Shared.DeliveryAsync(_gateway)).Saved >= hits, () => $"Hits do not come to the disk: {delivery}", RunningSystem.Patience);
        return delivery!;
    }
}
