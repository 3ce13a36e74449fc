using Affluence.Testing;
using Affluence.Testing.Stores;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Affluence.AppHost.Tests.Orchestrated;

/// <summary>The running system on a Redis that is none of its resources.</summary>
[Collection("Orchestrated")]
[Trait("Category", "Orchestrated")]
public sealed class RedisTests
{
    [Fact]
    public async Task Redis_ThatIsMissingAtFirst_IsNamedAtTheCounterAndThenKeepsTheFigures()
    {
        Assert.SkipUnless(RedisServer.IsInstalled, RedisServer.MissingReason);
        await using var redis = new RedisServer(persistent: false);
        await using var system = await OrchestratedSystem.StartAsync($"--ConnectionStrings:redis={redis.ConnectionString}");

        await Eventually.TrueAsync(
            () => system.HealthOf("counter").Any(report => report.Status == HealthStatus.Unhealthy && report.Description?.Contains(redis.ConnectionString, StringComparison.Ordinal) == true),
            () => $"The counter is {string.Join("; ", system.HealthOf("counter").Select(report => $"{report.Status}: {report.Description}"))}.");
        var late = await Assert.ThrowsAsync<TimeoutException>(() => system.HealthyAsync("counter", TimeSpan.FromMilliseconds(1)));
        Assert.Contains(redis.ConnectionString, late.Message, StringComparison.Ordinal);

        await redis.StartAsync();
        await system.AllHealthyAsync();

        await system.VisitAsync("8.8.8.8", 0, 200);
        await system.CountedAsync("US", 200);

        await system.CommandAsync("counter", KnownResourceCommands.RestartCommand);
        await system.VisitAsync("8.8.8.8", 200, 50);
        await system.HealthyAsync("counter");
        await system.CountedAsync("US", 250);
    }
}
