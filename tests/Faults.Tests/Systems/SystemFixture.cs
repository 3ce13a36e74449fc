namespace Affluence.Faults.Tests.Systems;

/// <summary>A system that several tests share, where what is needed for one is there.</summary>
public abstract class SystemFixture : IAsyncLifetime
{
    private RunningSystem? _system;

    internal RunningSystem System => _system ?? throw new InvalidOperationException("The system was not started.");

    /// <summary>Somebody left it in a state in which no other can use it.</summary>
    internal bool IsSpoiled { get; set; }

    /// <summary>Another system in the place of one that was spoiled. It counts as spoiled until its user says that it is not.</summary>
    internal async Task RenewAsync()
    {
        if (IsSpoiled)
        {
            await EndAsync();
            await InitializeAsync();
        }

        IsSpoiled = true;
    }

    public async ValueTask InitializeAsync()
    {
        if (FaultTheoryAttribute.Reason is null)
        {
            _system = await RunningSystem.StartAsync(Parts);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        GC.SuppressFinalize(this);
    }

    private protected abstract SystemParts Parts { get; }

    private async Task EndAsync()
    {
        if (_system is not null)
        {
            await _system.DisposeAsync();
            _system = null;
        }
    }
}
