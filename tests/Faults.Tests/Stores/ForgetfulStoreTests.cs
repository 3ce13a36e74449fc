using Affluence.Faults.Tests.Processes;
using Affluence.Faults.Tests.Systems;

namespace Affluence.Faults.Tests.Stores;

/// <summary>
/// A store without a log is restarted, and has forgotten everything: figures, identity secrets, and its own name. The gateways are all
/// there is to remember.
/// </summary>
[Collection(nameof(ForgetfulSystem))]
public sealed class ForgetfulStoreTests(ForgetfulSystem forgetful)
{
    private readonly RunningSystem _system = forgetful.System;

    /// <summary>Restarted empty, again and again, by force, under load.</summary>
    [FaultFact]
    public async Task Restarted_AgainAndAgainUnderLoad_FiguresBecomeWhatTheyWouldHaveBeen()
    {
        await using var second = _system.NewGateway();
        await second.StartAsync();
        ServiceProcess[] gateways = [_system.Gateway, second];
        using var crowd = _system.NewCrowd(gateways);
        await using (var rush = crowd.Begin())
        {
            for (var time = 0; time < 3; time++)
            {
                await rush.GoesOnAsync();
                await _system.Gateway.NoticesAsync(RunningSystem.CounterIsAway, _system.Redis.KillAsync);
                await rush.GoesOnAsync(pageViews: 40);
                await _system.Gateway.NoticesAsync(RunningSystem.CounterIsBack, _system.Redis.StartAsync);
            }

            await rush.GoesOnAsync();
        }

        Assert.Equal(0, crowd.Answers.Figures.Refused);
        await _system.BecomesWholeAsync(crowd, gateways);
    }

    /// <summary>The gateway went first, so that its spool alone knows what the store had.</summary>
    [FaultFact]
    public async Task Restarted_WhileAGatewayWasDown_ItsNextProcessSendsAgainWhatTheStoreHad()
    {
        await using var gateway = _system.NewGateway();
        await gateway.StartAsync();
        using var crowd = _system.NewCrowd(gateway);
        await crowd.VisitAsync(visitors: 60);
        await _system.DeliversAllAsync(gateway);
        Assert.Equal(0, await gateway.StopAsync());
        await _system.Redis.KillAsync();
        await _system.Redis.StartAsync();
        await gateway.StartAsync();

        await _system.BecomesWholeAsync(crowd, gateway);
    }

    /// <summary>
    /// A store that forgot the day's secret is given it back by those who know it, before one who does not can have another made: the same
    /// visitors under two pseudonyms would be twice as many.
    /// </summary>
    [FaultFact]
    public async Task Forgotten_ThenANewGatewayComes_NobodyIsCountedTwice()
    {
        using var crowd = _system.NewCrowd();
        await crowd.VisitAsync(visitors: 100);
        await _system.DeliversAllAsync(_system.Gateway);

        await _system.Redis.CommandAsync("FLUSHALL");
        await _system.TellsAsync(crowd);
        await using var third = _system.NewGateway();
        await third.StartAsync();
        using var again = crowd.Through(third);
        await again.VisitAsync(visitors: 100);

        await _system.BecomesWholeAsync(again, third, _system.Gateway);
    }
}
