using Affluence.Testing.Stores;

namespace Affluence.Faults.Tests.Systems;

/// <summary>What a system is made of, where it is not as usual.</summary>
internal sealed record SystemParts
{
    public bool StoreIsPersistent { get; init; } = true;

    /// <summary>Room for the store on its disk in kilobytes; null: that of this machine.</summary>
    public int? StoreDisk { get; init; }

    /// <summary>False: there is none until the test makes one.</summary>
    public bool StartsGateway { get; init; } = true;

    public bool HasReport { get; init; } = true;

    /// <summary>A second store the counter is told of: a replica of the first.</summary>
    public RedisServer? OtherStore { get; init; }
}
