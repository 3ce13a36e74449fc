namespace Affluence.AppHost.Store;

/// <summary>What keeps the counter's figures.</summary>
internal enum StoreKind
{
    /// <summary>A Redis or Valkey that is there already, named by <c>ConnectionStrings:redis</c>.</summary>
    Existing,

    /// <summary>Redis in a container.</summary>
    Container,

    /// <summary>The embedded store, a process of ours.</summary>
    Embedded,
}
