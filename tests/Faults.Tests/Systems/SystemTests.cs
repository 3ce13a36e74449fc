namespace Affluence.Faults.Tests.Systems;

/// <summary>Tests that share a system. One that fails may leave it as no other can use it, so the next one gets another.</summary>
public abstract class SystemTests(SystemFixture fixture) : IAsyncLifetime
{
    internal RunningSystem Shared => fixture.System;

    public virtual async ValueTask InitializeAsync() => await fixture.RenewAsync();

    public virtual ValueTask DisposeAsync()
    {
        fixture.IsSpoiled = TestContext.Current.TestState?.Result == TestResult.Failed;
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
