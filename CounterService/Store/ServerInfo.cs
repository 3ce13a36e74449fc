using StackExchange.Redis;

namespace Affluence.Counter.Store;

/// <summary>What a server says of itself in INFO.</summary>
internal static class ServerInfo
{
    /// <summary>The fields of one section, by name.</summary>
    /// <exception cref="StoreException">The server failed, or did not answer in time.</exception>
    public static async Task<IReadOnlyDictionary<string, string>> ReadAsync(
        IServer server, string section, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var groups = await server.InfoAsync(section).BeforeDeadline(timeout, cancellationToken);
        return groups.SelectMany(group => group)
            .DistinctBy(field => field.Key)
            .ToDictionary(field => field.Key, field => field.Value, StringComparer.Ordinal);
    }
}
