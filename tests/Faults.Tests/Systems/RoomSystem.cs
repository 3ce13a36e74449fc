namespace Affluence.Faults.Tests.Systems;

/// <summary>One system for the tests of the waiting room, which is closed to whoever tests something else; its store has no log.</summary>
[CollectionDefinition(nameof(RoomSystem))]
public sealed class RoomSystem : SystemFixture, ICollectionFixture<RoomSystem>
{
    private protected override SystemParts Parts => new() { StoreIsPersistent = false, HasReport = false };
}
