namespace Affluence.Faults.Tests.Systems;

/// <summary>
/// One system for all tests whose fault leaves no trace in it. They come one after the other, each with a crowd of its own, and hand the
/// system on as they found it.
/// </summary>
[CollectionDefinition(nameof(SharedSystem))]
public sealed class SharedSystem : SystemFixture, ICollectionFixture<SharedSystem>
{
    private protected override SystemParts Parts => new() { StoreDisk = 128 << 10 };
}
