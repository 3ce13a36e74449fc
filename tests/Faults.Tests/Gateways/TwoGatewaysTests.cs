using Affluence.Faults.Tests.Processes;
using Affluence.Faults.Tests.Systems;

namespace Affluence.Faults.Tests.Gateways;

/// <summary>Two gateways behind a balancer, as a site has them that must not go down for a deployment.</summary>
[Collection(nameof(SharedSystem))]
public sealed class TwoGatewaysTests(SharedSystem fixture) : SystemTests(fixture)
{
    /// <summary>Each in turn is asked to stop and started again, twice, under load.</summary>
    [FaultFact]
    public async Task RestartedInTurnUnderLoad_NoPageFailsAndFiguresAreAsIfNothingHadBeen()
    {
        await using var first = Shared.NewGateway();
        await using var second = Shared.NewGateway();
        await Task.WhenAll(first.StartAsync(), second.StartAsync());
        ServiceProcess[] gateways = [first, second];
        using var crowd = Shared.NewCrowd(gateways);
        await using (var rush = crowd.Begin())
        {
            foreach (var gateway in gateways.Concat(gateways))
            {
                await rush.GoesOnAsync();
                Assert.Equal(0, await gateway.StopAsync());
                await rush.GoesOnAsync(pageViews: 40);
                await gateway.StartAsync();
            }

            await rush.GoesOnAsync();
        }

        Assert.Equal(0, crowd.Answers.Figures.Refused);
        await Shared.BecomesWholeAsync(crowd, gateways);
    }

    /// <summary>All at once on a store that has no secret yet: each asks, one is made, and a visitor who comes through both is one.</summary>
    [FaultFact]
    public async Task StartedAtOnceOnAnEmptyStore_ShareOneSecret()
    {
        await using var system = await RunningSystem.StartAsync(new SystemParts { HasReport = false, StartsGateway = false });
        ServiceProcess[] gateways = [.. Enumerable.Range(0, 4).Select(_ => system.NewGateway())];
        await Task.WhenAll(gateways.Select(gateway => gateway.StartAsync()));
        using var crowd = system.NewCrowd(gateways[0]);
        await crowd.VisitAsync(visitors: 100);
        foreach (var other in gateways[1..])
        {
            using var same = crowd.Through(other);
            await same.VisitAsync(visitors: 100);
        }

        await system.BecomesWholeAsync(crowd, gateways);
    }
}
