using Affluence.Faults.Tests.Processes;
using Affluence.Faults.Tests.Systems;
using Affluence.Testing.Stores;

namespace Affluence.Faults.Tests.Stores;

/// <summary>The store refuses, is slow, is gone or forgets, and is well again.</summary>
[Collection(nameof(SharedSystem))]
public sealed class StoreFaultTests(SharedSystem fixture) : SystemTests(fixture)
{
    private RedisServer Redis => Shared.Redis;

    /// <summary>What an operator, another program or a supervisor of the store may do to it, and what undoes it.</summary>
    [FaultTheory]
    [InlineData("CLIENT PAUSE 120000 WRITE", "CLIENT UNPAUSE")]
    [InlineData("CLIENT PAUSE 6000 ALL", "PING")] // which is answered after the pause
    [InlineData("CONFIG SET maxmemory 1", "CONFIG SET maxmemory 0")]
    [InlineData("CONFIG SET min-replicas-to-write 1", "CONFIG SET min-replicas-to-write 0")]
    [InlineData("REPLICAOF 127.0.0.1 1", "REPLICAOF NO ONE")]
    public async Task Store_RefusingForAWhile_PagesGoOnAndFiguresBecomeWhatTheyWouldHaveBeen(string fault, string cure)
    {
        using var crowd = Shared.NewCrowd();
        await using (var rush = crowd.Begin())
        {
            await rush.GoesOnAsync();
            await ReachesGatewayAsync(() => Redis.CommandAsync(fault));
            await rush.GoesOnAsync();
            await Redis.CommandAsync(cure);
            await rush.GoesOnAsync();
        }

        Assert.Equal(0, crowd.Answers.Figures.Refused);
        await Shared.BecomesWholeAsync(crowd);
    }

    [FaultFact]
    public async Task Store_WithAScriptThatNeverEnds_PagesGoOnAndFiguresBecomeWhatTheyWouldHaveBeen()
    {
        using var crowd = Shared.NewCrowd();
        await using (var rush = crowd.Begin())
        {
            await rush.GoesOnAsync();
            var script = Task.FromResult(string.Empty);
            await ReachesGatewayAsync(() =>
            {
                script = Redis.CommandAsync("EVAL \"while true do end\" 0");
                return Task.CompletedTask;
            });
            await rush.GoesOnAsync();
            await Eventually.TrueAsync(() => SucceedsAsync("SCRIPT KILL"), () => "The script can't be ended.", RunningSystem.Patience);
            await Assert.ThrowsAsync<InvalidOperationException>(() => script);
            await rush.GoesOnAsync();
        }

        Assert.Equal(0, crowd.Answers.Figures.Refused);
        await Shared.BecomesWholeAsync(crowd);
    }

    [FaultFact]
    public async Task Store_WithoutRoomForAConnection_IsCountedInAgainOnceThereIs()
    {
        using var crowd = Shared.NewCrowd();
        await using (var rush = crowd.Begin())
        {
            await rush.GoesOnAsync();
            using (var console = RedisConsole.Open(Redis))
            {
                // The one that there is room for is this.
                await console.SendAsync("CONFIG SET maxclients 1");
                await ReachesGatewayAsync(async () =>
                {
                    await console.SendAsync("CLIENT KILL TYPE normal SKIPME yes");
                    await console.SendAsync("CLIENT KILL TYPE pubsub");
                });
                await rush.GoesOnAsync();
                await console.SendAsync("CONFIG SET maxclients 10000");
            }

            await rush.GoesOnAsync();
        }

        await Shared.BecomesWholeAsync(crowd);
    }

    [FaultFact]
    public async Task Store_Frozen_PagesGoOnAndFiguresBecomeWhatTheyWouldHaveBeen()
    {
        using var crowd = Shared.NewCrowd();
        await using (var rush = crowd.Begin())
        {
            await rush.GoesOnAsync();
            await ReachesGatewayAsync(Redis.PauseAsync);
            await rush.GoesOnAsync();
            await Redis.ResumeAsync();
            await rush.GoesOnAsync();
        }

        Assert.Equal(0, crowd.Answers.Figures.Refused);
        await Shared.BecomesWholeAsync(crowd);
    }

    [FaultTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Store_RestartedWithItsLog_PagesGoOnAndFiguresBecomeWhatTheyWouldHaveBeen(bool killed)
    {
        using var crowd = Shared.NewCrowd();
        await using (var rush = crowd.Begin())
        {
            await rush.GoesOnAsync();
            await ReachesGatewayAsync(killed ? Redis.KillAsync : Redis.StopAsync);
            await rush.GoesOnAsync();
            await Redis.StartAsync();
            await rush.GoesOnAsync();
        }

        Assert.Equal(0, crowd.Answers.Figures.Refused);
        await Shared.BecomesWholeAsync(crowd);
    }

    /// <summary>
    /// What kill -9 does not show: power fails, and the end of the store's log was not on the disk yet. It begins again before the cut, in the
    /// midst of a command or between two, and the gateways send again what they had thought was safe.
    /// </summary>
    [FaultFact]
    public async Task Store_RestartedWithoutTheEndOfItsLog_FiguresBecomeWhatTheyWouldHaveBeen()
    {
        using var crowd = Shared.NewCrowd();
        foreach (var bytes in (int[])[1, 5, 60, 700, 3_000, 9_000])
        {
            await crowd.VisitAsync(visitors: 40);
            await Shared.DeliversAllAsync(Shared.Gateway);
            await ReachesGatewayAsync(async () =>
            {
                await Redis.KillAsync();
                using var log = File.OpenWrite(Directory.EnumerateFiles(Redis.Folder, "*.incr.aof", SearchOption.AllDirectories).Single());
                Assert.InRange(log.Length, bytes, long.MaxValue);
                log.SetLength(log.Length - bytes);
                await crowd.VisitAsync(visitors: 10);
            });
            await Redis.StartAsync();
        }

        await Shared.BecomesWholeAsync(crowd);
    }

    [FaultFact]
    public async Task Store_OnAFullDisk_PagesGoOnAndFiguresBecomeWhatTheyWouldHaveBeen()
    {
        Assert.SkipWhen(Shared.StoreDisk is null, SmallDisk.MissingReason);
        using var crowd = Shared.NewCrowd();
        await using (var rush = crowd.Begin())
        {
            await rush.GoesOnAsync();
            await ReachesGatewayAsync(() =>
            {
                Shared.StoreDisk.Fill();
                return Task.CompletedTask;
            });
            await rush.GoesOnAsync();
            Shared.StoreDisk.Clear();
            await rush.GoesOnAsync();
        }

        Assert.Equal(0, crowd.Answers.Figures.Refused);
        await Shared.BecomesWholeAsync(crowd);
    }

    /// <summary>
    /// Somebody clears the database, again and again. The store is far away, so that a record is nearly always half written when it happens.
    /// </summary>
    [FaultFact]
    public async Task Store_FlushedAgainAndAgain_FiguresBecomeWhatTheyWouldHaveBeen()
    {
        using var crowd = Shared.NewCrowd();
        Shared.StoreLink.Delay(TimeSpan.FromMilliseconds(30));
        await using (var rush = crowd.Begin())
        {
            for (var flush = 0; flush < 20; flush++)
            {
                await rush.GoesOnAsync(pageViews: 20);
                await Redis.CommandAsync("FLUSHALL");
            }
        }

        Shared.StoreLink.Heal();
        await Shared.BecomesWholeAsync(crowd);
    }

    [FaultFact]
    public async Task Store_ThatMayEvict_IsToldByHealth()
    {
        await Redis.CommandAsync("CONFIG SET maxmemory-policy allkeys-lru");
        try
        {
            await Eventually.TrueAsync(
                async () => await Shared.Counter.HealthAsync() == "Degraded", () => "Health is not Degraded.", RunningSystem.Patience);
        }
        finally
        {
            await Redis.CommandAsync("CONFIG SET maxmemory-policy noeviction");
        }

        await Eventually.TrueAsync(
            async () => await Shared.Counter.HealthAsync() == "Healthy", () => "Health did not come back.", RunningSystem.Patience);
    }

    private Task ReachesGatewayAsync(Func<Task> fault) => Shared.Gateway.NoticesAsync(RunningSystem.CounterIsAway, fault);

    private async Task<bool> SucceedsAsync(string command)
    {
        try
        {
            await Redis.CommandAsync(command);
            return true;
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException)
        {
            return false;
        }
    }
}
