using Affluence.Faults.Tests.Processes;
using Affluence.Faults.Tests.Systems;

namespace Affluence.Faults.Tests.Gateways;

/// <summary>A gateway's disk is full: that of its spool, or that of its log.</summary>
[Collection(nameof(SharedSystem))]
public sealed class FullDiskTests(SharedSystem fixture) : SystemTests(fixture)
{
    /// <summary>Batches are kept in memory and sent from there, also what the counter did not take meanwhile.</summary>
    [FaultTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Spool_OnAFullDisk_PagesGoOnAndFiguresBecomeWhatTheyWouldHaveBeen(bool counterIsAway)
    {
        using var disk = SmallDisk.TryMount(Shared.File($"disk-{counterIsAway}"), kilobytes: 4 << 10);
        Assert.SkipWhen(disk is null, SmallDisk.MissingReason);
        await using var gateway = Shared.NewGateway(("Gateway:Spool:Directory", disk.Path));
        await gateway.StartAsync();
        using var crowd = Shared.NewCrowd(gateway);
        await using (var rush = crowd.Begin())
        {
            await rush.GoesOnAsync();
            if (counterIsAway)
            {
                await gateway.NoticesAsync(RunningSystem.CounterIsAway, Shared.CounterLink.CutAsync);
            }

            await gateway.NoticesAsync(new Notice("batches are kept in memory"), () =>
            {
                disk.Fill();
                return Task.CompletedTask;
            });
            await rush.GoesOnAsync();
            await gateway.NoticesAsync(new Notice("can be used again"), () =>
            {
                disk.Clear();
                return Task.CompletedTask;
            });
            Shared.CounterLink.Heal();
            await rush.GoesOnAsync();
        }

        Assert.Equal(0, crowd.Answers.Figures.Refused);
        await Shared.BecomesWholeAsync(crowd, gateway);
        Assert.Equal(0, await gateway.StopAsync());
    }

    /// <summary>Every request is logged at length; none may wait for it.</summary>
    [FaultTheory]
    [InlineData(LogOutlet.FullDisk)]
    [InlineData(LogOutlet.NobodyReads)]
    public async Task Log_ThatCannotBeWritten_PagesGoOnAndAreCounted(LogOutlet outlet)
    {
        await using var gateway = Shared.NewGateway(("Logging:LogLevel:Default", "Trace"), ("Logging:LogLevel:Microsoft.AspNetCore", "Trace"), ("Logging:LogLevel:Yarp", "Trace"));
        gateway.Outlet = outlet;
        await gateway.StartAsync();
        using var crowd = Shared.NewCrowd(gateway);
        await crowd.VisitAsync(visitors: 200).WaitAsync(RunningSystem.Patience, TimeProvider.System);

        Assert.Equal(0, crowd.Answers.Figures.Refused);
        await Shared.BecomesWholeAsync(crowd, gateway);
        Assert.Equal(0, await gateway.StopAsync());
        if (outlet == LogOutlet.NobodyReads)
        {
            // The pipe, of 64 KB, was full, or this test is of nothing.
            Assert.InRange(gateway.LogLength, 60_000, int.MaxValue);
        }
    }
}
