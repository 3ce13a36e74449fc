namespace Affluence.Faults.Tests.Systems;

/// <summary>A system that several tests share, where what is needed for one is there.</summary>
public abstract class SystemFixture : IAsyncLifetime
{
    private RunningSystem? _system;

    internal RunningSystem System => _system ?? throw new InvalidOperationException("The system was not started.");

    public async ValueTask InitializeAsync()
    {
        if (FaultTheoryAttribute.Reason is null)
        {
            _system = await RunningSystem.StartAsync(Parts);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_system is not null)
        {
            await _system.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    private protected abstract SystemParts Parts { get; }
}
