namespace Affluence.Faults.Tests.Systems;

/// <summary>
/// One system for all tests whose fault leaves no trace in it. They come one after the other, each with a crowd of its own, and hand the
/// system on as they found it.
/// </summary>
[CollectionDefinition(nameof(SharedSystem))]
public sealed class SharedSystem : ICollectionFixture<SharedSystem>, IAsyncLifetime
{
    private RunningSystem? _system;

    internal RunningSystem System => _system ?? throw new InvalidOperationException("The system was not started.");

    public async ValueTask InitializeAsync()
    {
        if (FaultTheoryAttribute.Reason is null)
        {
            _system = await RunningSystem.StartAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_system is not null)
        {
            await _system.DisposeAsync();
        }
    }
}
