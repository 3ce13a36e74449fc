using StackExchange.Redis;

namespace Affluence.Counter.Store;

internal enum StoreFault
{
    /// <summary>It can't be reached, does not answer in time, or refuses for now: the same call may succeed later.</summary>
    Unavailable,

    /// <summary>It is out of memory.</summary>
    OutOfMemory,

    /// <summary>It answered what it never should: a fault of ours or a foreign key among ours.</summary>
    Broken,
}

/// <summary>The store did not do what was asked.</summary>
internal sealed class StoreException(StoreFault fault, string message, Exception? innerException = null) : Exception(message, innerException)
{
    public StoreFault Fault => fault;

    /// <summary>Low-cardinality name of the error, for <c>error.type</c>.</summary>
    public string ErrorType => InnerException is RedisServerException server ? server.Kind.ToString() : fault.ToString();

    public static StoreException From(Exception exception) => exception switch
    {
        RedisServerException { Kind: RedisErrorKind.OutOfMemory } => new(StoreFault.OutOfMemory, "the store is out of memory", exception),
        RedisServerException server => new(IsPassing(server) ? StoreFault.Unavailable : StoreFault.Broken, server.Message, server),
        TimeoutException => new(StoreFault.Unavailable, "the store did not answer in time", exception),
        RedisConnectionException => new(StoreFault.Unavailable, "the store can't be reached", exception),
        _ => new(StoreFault.Broken, exception.Message, exception),
    };

    private static bool IsPassing(RedisServerException exception) =>
        exception.Kind is RedisErrorKind.Loading or RedisErrorKind.ClusterDown or RedisErrorKind.MasterDown or RedisErrorKind.TryAgain
            or RedisErrorKind.NoReplicas or RedisErrorKind.Misconfigured or RedisErrorKind.Busy or RedisErrorKind.MaxClients
            or RedisErrorKind.ReadOnly or RedisErrorKind.Moved or RedisErrorKind.Ask or RedisErrorKind.ConnectionFault or RedisErrorKind.Timeout;
}
