using Affluence.Faults.Tests.Processes;
using Affluence.Faults.Tests.Systems;

namespace Affluence.Faults.Tests.Stores;

/// <summary>
/// A store without a log is restarted, and has forgotten everything: figures, identity secrets, and its own name. The gateways are all
/// there is to remember.
/// </summary>
[Collection(nameof(ForgetfulSystem))]
public sealed class ForgetfulStoreTests(ForgetfulSystem fixture) : SystemTests(fixture)
{
    /// <summary>Restarted empty, again and again, by force, under load.</summary>
    [FaultFact]
    public async Task Restarted_AgainAndAgainUnderLoad_FiguresBecomeWhatTheyWouldHaveBeen()
    {
        await using var second = Shared.NewGateway();
        await second.StartAsync();
        ServiceProcess[] gateways = [Shared.Gateway, second];
        using var crowd = Shared.NewCrowd(gateways);
        await using (var rush = crowd.Begin())
        {
            for (var time = 0; time < 3; time++)
            {
                await rush.GoesOnAsync();
                await Shared.Gateway.NoticesAsync(RunningSystem.CounterIsAway, Shared.Redis.KillAsync);
                await rush.GoesOnAsync(pageViews: 40);
                await Shared.Gateway.NoticesAsync(RunningSystem.CounterIsBack, Shared.Redis.StartAsync);
            }

            await rush.GoesOnAsync();
        }

        Assert.Equal(0, crowd.Answers.Figures.Refused);
        await Shared.BecomesWholeAsync(crowd, gateways);
    }

    /// <summary>The gateway went first, so that its spool alone knows what the store had.</summary>
    [FaultFact]
    public async Task Restarted_WhileAGatewayWasDown_ItsNextProcessSendsAgainWhatTheStoreHad()
    {
        await using var gateway = Shared.NewGateway();
        await gateway.StartAsync();
        using var crowd = Shared.NewCrowd(gateway);
        await crowd.VisitAsync(visitors: 60);
        await Shared.DeliversAllAsync(gateway);
        Assert.Equal(0, await gateway.StopAsync());
        await Shared.Redis.KillAsync();
        await Shared.Redis.StartAsync();
        await gateway.StartAsync();

        await Shared.BecomesWholeAsync(crowd, gateway);
    }

    /// <summary>
    /// A store that forgot the day's secret is given it back by those who know it, the counter and the gateways, before one who does not can
    /// have another made: the same visitors under two pseudonyms would be twice as many.
    /// </summary>
    [FaultTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Forgotten_ThenANewGatewayComes_NobodyIsCountedTwice(bool byTheCounterToo)
    {
        using var crowd = Shared.NewCrowd();
        await crowd.VisitAsync(visitors: 100);
        await Shared.DeliversAllAsync(Shared.Gateway);

        await Shared.Redis.CommandAsync("FLUSHALL");
        if (byTheCounterToo)
        {
            await Shared.Counter.KillAsync();
            await Shared.Counter.StartAsync();
        }

        await Shared.TellsAsync(crowd);
        await using var third = Shared.NewGateway();
        await third.StartAsync();
        using var again = crowd.Through(third);
        await again.VisitAsync(visitors: 100);

        await Shared.BecomesWholeAsync(again, third, Shared.Gateway);
    }
}
