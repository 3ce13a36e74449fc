using Affluence.Testing.Stores;

namespace Affluence.AppHost.Tests.Orchestrated;

/// <summary>The running system on a Redis that was there before it.</summary>
[Collection("Orchestrated")]
[Trait("Category", "Orchestrated")]
public sealed class RedisTests
{
    [Fact]
    public async Task Visitors_AreCountedAndKeptWhileTheCounterIsRestarted()
    {
        Assert.SkipUnless(RedisServer.IsInstalled, RedisServer.MissingReason);
        await using var redis = await StoreServer.StartAsync(StoreKind.Redis);
        await using var system = await OrchestratedSystem.StartAsync($"--ConnectionStrings:redis={redis.ConnectionString}");

        await system.VisitAsync("8.8.8.8", 0, 200);
        await system.CountedAsync("US", 200);

        await system.CommandAsync("counter", KnownResourceCommands.RestartCommand);
        await system.VisitAsync("24.48.0.1", 0, 50);
        await system.HealthyAsync("counter");
        await system.CountedAsync("CA", 50);
    }
}
