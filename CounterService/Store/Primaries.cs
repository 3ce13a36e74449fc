using System.Globalization;
using StackExchange.Redis;

namespace Affluence.Counter.Store;

/// <summary>The servers that hold the store: the one there is, or all those that share a cluster's slots.</summary>
/// <param name="Servers">Empty if they can't be reached, or do not have all of the slots.</param>
/// <param name="Fault">Why that is; null if they can be reached.</param>
/// <param name="Orphan">A slot that none of those reached has.</param>
internal sealed record Primaries(IReadOnlyList<IServer> Servers, string? Fault, int? Orphan)
{
    private const int Slots = 16384;

    /// <summary>
    /// In a cluster each server says itself which slots it has. Between a primary's end and its replica's promotion nobody has its slots,
    /// and when one comes back that was taken for dead two claim them: either way the store is away until they agree, since what a part
    /// of it holds would be told as the whole.
    /// </summary>
    /// <param name="timeout">
    /// A server that does not answer in this time makes no claim. It is another's turn to be frozen and ours to go on, so keep it short.
    /// </param>
    public static async Task<Primaries> FindAsync(
        ConnectionMultiplexer multiplexer, TimeSpan timeout, CancellationToken cancellationToken)
    {
        IServer[] connected = [.. multiplexer.GetServers().Where(server => server.IsConnected)];
        if (!Array.Exists(connected, server => server.ServerType == ServerType.Cluster))
        {
            IServer[] primaries = [.. connected.Where(server => !server.IsReplica)];
            return primaries.Length > 0 ? new(primaries, null, null) : new([], "no primary answers", null);
        }

        var claims = await Task.WhenAll(connected.Select(server => ReadClaimAsync(server, timeout, cancellationToken)));
        var next = 0;
        foreach (var range in claims.SelectMany(claim => claim).OrderBy(range => range.From))
        {
            if (range.From < next)
            {
                return new([], string.Create(CultureInfo.InvariantCulture, $"several servers claim slot {range.From}"), null);
            }

            if (range.From > next)
            {
                break;
            }

            next = range.To + 1;
        }

        return next == Slots
            ? new([.. connected.Where((_, index) => claims[index].Count > 0)], null, null)
            : new([], string.Create(CultureInfo.InvariantCulture, $"no server claims slot {next}"), next);
    }

    private static async Task<IList<SlotRange>> ReadClaimAsync(IServer server, TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            var cluster = await server.ClusterNodesAsync().WaitAsync(timeout, cancellationToken);
            var self = cluster?.Nodes.FirstOrDefault(node => node.IsMyself);
            return self is { IsReplica: false } ? self.Slots : [];
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            return [];
        }
    }
}
