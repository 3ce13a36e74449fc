namespace Affluence.Testing.Stores;

/// <summary>The stores that every store test runs on.</summary>
public enum StoreKind
{
    /// <summary>Garnet, in this process: always there.</summary>
    Garnet,

    /// <summary>A <c>redis-server</c> process: only where one is installed.</summary>
    Redis,

    /// <summary>Three <c>redis-server</c> processes that share the slots of a cluster.</summary>
    Cluster,
}
