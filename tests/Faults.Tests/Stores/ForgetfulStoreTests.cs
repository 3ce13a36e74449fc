using Affluence.Faults.Tests.Processes;
using Affluence.Faults.Tests.Systems;

namespace Affluence.Faults.Tests.Stores;

/// <summary>
/// A store without a log is restarted, and has forgotten everything: figures, identity secrets, and its own name. Two gateways, which are all
/// there is to remember.
/// </summary>
public sealed class ForgetfulStoreTests : IAsyncLifetime
{
    private RunningSystem? _system;
    private ServiceProcess? _second;

    private RunningSystem System => _system!;

    private ServiceProcess[] Gateways => [System.Gateway, _second!];

    public async ValueTask InitializeAsync()
    {
        if (FaultTheoryAttribute.Reason is not null)
        {
            return;
        }

        _system = await RunningSystem.StartAsync(new SystemParts { StoreIsPersistent = false, HasReport = false });
        _second = _system.NewGateway();
        await _second.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_system is not null)
        {
            await _system.DisposeAsync();
        }
    }

    /// <summary>Restarted empty, again and again, by force, under load.</summary>
    [FaultFact]
    public async Task Restarted_AgainAndAgainUnderLoad_FiguresBecomeWhatTheyWouldHaveBeen()
    {
        using var crowd = System.NewCrowd(Gateways);
        await using (var rush = crowd.Begin())
        {
            for (var time = 0; time < 3; time++)
            {
                await rush.GoesOnAsync();
                await System.Gateway.NoticesAsync(RunningSystem.CounterIsAway, System.Redis.KillAsync);
                await rush.GoesOnAsync(pageViews: 40);
                await System.Gateway.NoticesAsync(RunningSystem.CounterIsBack, System.Redis.StartAsync);
            }

            await rush.GoesOnAsync();
        }

        Assert.Equal(0, crowd.Answers.Figures.Refused);
        await System.BecomesWholeAsync(crowd, Gateways);
    }

    /// <summary>The gateway went first, so that its spool alone knows what the store had.</summary>
    [FaultFact]
    public async Task Restarted_WhileAGatewayWasDown_ItsNextProcessSendsAgainWhatTheStoreHad()
    {
        using var crowd = System.NewCrowd(_second!);
        await crowd.VisitAsync(visitors: 60);
        await System.DeliversAllAsync(_second!);
        Assert.Equal(0, await _second!.StopAsync());
        await System.Redis.KillAsync();
        await System.Redis.StartAsync();
        await _second.StartAsync();

        await System.BecomesWholeAsync(crowd, _second);
    }

    /// <summary>
    /// A store that forgot the day's secret is given it back by those who know it, before one who does not can have another made: the same
    /// visitors under two pseudonyms would be twice as many.
    /// </summary>
    [FaultFact]
    public async Task Forgotten_ThenANewGatewayComes_NobodyIsCountedTwice()
    {
        using var crowd = System.NewCrowd(System.Gateway);
        await crowd.VisitAsync(visitors: 100);
        await System.DeliversAllAsync(System.Gateway);

        await System.Redis.CommandAsync("FLUSHALL");
        await System.TellsAsync(crowd);
        await using var third = System.NewGateway();
        await third.StartAsync();
        using var again = crowd.Through(third);
        await again.VisitAsync(visitors: 100);

        await System.BecomesWholeAsync(again, third, System.Gateway);
    }
}
