namespace Affluence.Faults.Tests.Systems;

/// <summary>One system for the tests of what a store without a log forgets.</summary>
[CollectionDefinition(nameof(ForgetfulSystem))]
public sealed class ForgetfulSystem : SystemFixture, ICollectionFixture<ForgetfulSystem>
{
    private protected override SystemParts Parts => new() { StoreIsPersistent = false };
}
