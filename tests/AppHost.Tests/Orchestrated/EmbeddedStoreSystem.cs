namespace Affluence.AppHost.Tests.Orchestrated;

/// <summary>One system for all tests that need no other: two gateways, on the embedded store.</summary>
public sealed class EmbeddedStoreSystem : IAsyncLifetime
{
    internal OrchestratedSystem System { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        System = await OrchestratedSystem.StartAsync("--Store=embedded", "--Gateway:Replicas=2", "--Night:Scale=0.01");
        await System.AllHealthyAsync();
    }

    public ValueTask DisposeAsync() => System?.DisposeAsync() ?? ValueTask.CompletedTask;
}
