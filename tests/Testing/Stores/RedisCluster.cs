using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Affluence.Testing.Stores;

/// <summary>Three masters of one Redis Cluster, each with a third of the slots and, if wanted, a replica.</summary>
/// <param name="replicas">Whether each master has a replica.</param>
/// <param name="persistent">Whether all of them write append-only files.</param>
/// <param name="selfHealing">Whether a replica takes over by itself; if not, when <see cref="PromoteAsync"/> tells it to.</param>
/// <param name="linked">Whether replicas get what is written; if not, they are as <see cref="CutOffAsync"/> leaves them, from the start.</param>
public sealed class RedisCluster(bool replicas, bool persistent = false, bool selfHealing = false, bool linked = true) : StoreServer
{
    private const int MasterCount = 3;
    private const int Slots = 16384;

    private readonly RedisServer[] _nodes =
    [
        .. FindFreePorts(replicas ? 2 * MasterCount : MasterCount).Select(port => new RedisServer(
            port,
            persistent,
            "--cluster-enabled", "yes",
            "--cluster-require-full-coverage", "no",

            // Otherwise nothing happens by itself, however busy the machine is with other tests.
            "--cluster-node-timeout", selfHealing ? "4000" : "60000",
            "--cluster-replica-no-failover", selfHealing ? "no" : "yes",
            "--repl-diskless-sync-delay", "0")),
    ];

    private bool _isFormed;

    /// <summary>By the slots they began with: the first has those from 0.</summary>
    public IReadOnlyList<RedisServer> Masters => _nodes[..MasterCount];

    /// <summary>In the order of their masters.</summary>
    public IReadOnlyList<RedisServer> Replicas => _nodes[MasterCount..];

    public override IEnumerable<string> Folders => _nodes.SelectMany(node => node.Folders);

    /// <summary>Names the masters, as an operator would: replicas are found by asking them.</summary>
    public override string ConnectionString => string.Join(',', Masters.Select(master => master.ConnectionString));

    public override async Task StartAsync()
    {
        await Task.WhenAll(_nodes.Select(node => node.StartAsync()));
        if (!_isFormed)
        {
            await FormAsync();
            _isFormed = true;
        }

        await Eventually.TrueAsync(
            async () => (await Task.WhenAll(_nodes.Select(IsReadyAsync))).All(ready => ready), () => "The cluster did not form.");
    }

    public override Task StopAsync() => Task.WhenAll(_nodes.Select(node => node.StopAsync()));

    /// <summary>Empties every master.</summary>
    public Task FlushAsync() => Task.WhenAll(Masters.Select(master => SendAsync(master, "FLUSHALL")));

    /// <summary>
    /// Cuts a replica off from its master, now and until it is promoted: it asks for a password that there is none of. What is written
    /// from now on never reaches it, not even what would otherwise lie in a socket.
    /// </summary>
    public async Task CutOffAsync(int replica)
    {
        await AskForAPasswordAsync(Replicas[replica]);
        await SendAsync(Replicas[replica], "CLIENT", "KILL", "TYPE", "master");
        await Eventually.TrueAsync(
            async () => (await SendAsync(Replicas[replica], "INFO", "replication")).Contains("master_link_status:down", StringComparison.Ordinal),
            () => "The replica is still linked.");
    }

    /// <summary>Makes a replica the master of its slots, whether the other one lives or not.</summary>
    public Task PromoteAsync(int replica) => SendAsync(Replicas[replica], "CLUSTER", "FAILOVER", "TAKEOVER");

    protected override async Task EndAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }
    }

    private async Task FormAsync()
    {
        foreach (var (index, node) in _nodes.Index())
        {
            // Distinct from the start: nodes that all began at 0 would have to settle it among themselves.
            await SendAsync(node, "CLUSTER", "SET-CONFIG-EPOCH", index + 1);
            if (index < MasterCount)
            {
                await SendAsync(
                    node, "CLUSTER", "ADDSLOTSRANGE", Slots * index / MasterCount, (Slots * (index + 1) / MasterCount) - 1);
            }

            await SendAsync(node, "CLUSTER", "MEET", "127.0.0.1", _nodes[0].Port);
        }

        foreach (var (index, replica) in Replicas.Index())
        {
            if (!linked)
            {
                await AskForAPasswordAsync(replica);
            }

            var master = await SendAsync(Masters[index], "CLUSTER", "MYID");
            await Eventually.TrueAsync(() => TryReplicateAsync(replica, master), () => "The replica did not hear of its master.");
        }
    }

    private static Task AskForAPasswordAsync(RedisServer replica) => SendAsync(replica, "CONFIG", "SET", "masterauth", "none");

    private static async Task<bool> TryReplicateAsync(RedisServer replica, string master)
    {
        try
        {
            await SendAsync(replica, "CLUSTER", "REPLICATE", master);
            return true;
        }
        catch (RespException exception) when (exception.Message.Contains("Unknown node", StringComparison.Ordinal))
        {
            return false;
        }
    }

    private async Task<bool> IsReadyAsync(RedisServer node)
    {
        string state, replication;
        try
        {
            state = await SendAsync(node, "CLUSTER", "INFO");
            replication = await SendAsync(node, "INFO", "replication");
        }
        catch (RespException exception) when (exception.Message.StartsWith("LOADING", StringComparison.Ordinal))
        {
            return false; // It was started again, and reads its log.
        }

        return state.Contains("cluster_state:ok", StringComparison.Ordinal)
            && state.Contains(string.Create(CultureInfo.InvariantCulture, $"cluster_slots_ok:{Slots}"), StringComparison.Ordinal)
            && state.Contains(string.Create(CultureInfo.InvariantCulture, $"cluster_known_nodes:{_nodes.Length}"), StringComparison.Ordinal)
            && (!linked || !replication.Contains("master_link_status:down", StringComparison.Ordinal))
            && (!replicas || !linked || replication.Contains("role:slave", StringComparison.Ordinal) || replication.Contains("connected_slaves:1", StringComparison.Ordinal));
    }

    private static async Task<string> SendAsync(RedisServer node, params object[] words)
    {
        using var client = await RespClient.ConnectAsync(node.Port);
        return await client.SendAsync(words);
    }

    /// <summary>
    /// Below the ports that systems give to clients, so that nothing takes one while its node is down; each with the port of the
    /// cluster's bus, 10,000 above.
    /// </summary>
    private static List<int> FindFreePorts(int count)
    {
        var ports = new List<int>();
        while (ports.Count < count)
        {
            var port = Random.Shared.Next(11_000, 22_000);
            if (!ports.Contains(port) && IsFree(port) && IsFree(port + 10_000))
            {
                ports.Add(port);
            }
        }

        return ports;
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
