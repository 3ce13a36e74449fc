using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Affluence.Counter.Store;

/// <summary>What a store wrote to disk, which keeps what was deleted until it is written anew.</summary>
internal sealed class StoreDisk(StoreConnection connection, IOptions<CounterOptions> options, TimeProvider timeProvider)
{
    private const int PollsBeforeAnother = 20;

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Has every primary write its log and its snapshot anew from what is in memory, and returns when that is done. On Redis and Valkey
    /// that is BGREWRITEAOF where the log is on, and BGSAVE where a snapshot was written. Garnet knows no rewrite: BGSAVE takes
    /// a checkpoint and cuts the log off before it; the file of the log shrinks only by whole segments.
    /// </summary>
    /// <exception cref="StoreException">A store failed.</exception>
    public async Task RewriteAsync(CancellationToken cancellationToken)
    {
        foreach (var server in await connection.GetPrimariesAsync(cancellationToken))
        {
            var persistence = await ReadPersistenceAsync(server, cancellationToken);
            if (!persistence.ContainsKey("aof_enabled"))
            {
                await TakeCheckpointAsync(server, cancellationToken);
                continue;
            }

            if (persistence["aof_enabled"] == "1")
            {
                await RunAsync(server, "BGREWRITEAOF", "aof_rewrite_in_progress", "aof_last_bgrewrite_status", cancellationToken);
            }

            if (persistence.GetValueOrDefault("rdb_saves", "0") != "0")
            {
                await RunAsync(server, "BGSAVE", "rdb_bgsave_in_progress", "rdb_last_bgsave_status", cancellationToken);
            }
        }
    }

    /// <summary>Starts a job once none runs that may have begun before the deletion, and waits for its end.</summary>
    private async Task RunAsync(IServer server, string command, string progressField, string statusField, CancellationToken cancellationToken)
    {
        await WaitForIdleAsync(server, progressField, cancellationToken);
        await ExecuteAsync(server, command, cancellationToken);
        var end = await WaitForIdleAsync(server, progressField, cancellationToken);
        if (end.GetValueOrDefault(statusField) != "ok")
        {
            throw new StoreException(StoreFault.Unavailable, $"{command} ended with {end.GetValueOrDefault(statusField)}");
        }
    }

    private async Task TakeCheckpointAsync(IServer server, CancellationToken cancellationToken)
    {
        var timeout = options.Value.StoreTimeout;
        var before = await server.LastSaveAsync().BeforeDeadline(timeout, cancellationToken);
        await ExecuteAsync(server, "BGSAVE", cancellationToken);
        for (var polls = 1; await server.LastSaveAsync().BeforeDeadline(timeout, cancellationToken) <= before; polls++)
        {
            // LASTSAVE tells whole seconds: a checkpoint in the second of the one before can't be seen, so another is taken.
            if (polls % PollsBeforeAnother == 0)
            {
                await ExecuteAsync(server, "BGSAVE", cancellationToken);
            }

            await Task.Delay(PollInterval, timeProvider, cancellationToken);
        }
    }

    private async Task<IReadOnlyDictionary<string, string>> WaitForIdleAsync(
        IServer server, string progressField, CancellationToken cancellationToken)
    {
        while (true)
        {
            var persistence = await ReadPersistenceAsync(server, cancellationToken);
            if (persistence.GetValueOrDefault(progressField, "0") == "0"
                && persistence.GetValueOrDefault("aof_rewrite_scheduled", "0") == "0")
            {
                return persistence;
            }

            await Task.Delay(PollInterval, timeProvider, cancellationToken);
        }
    }

    private Task<IReadOnlyDictionary<string, string>> ReadPersistenceAsync(IServer server, CancellationToken cancellationToken) =>
        ServerInfo.ReadAsync(server, "persistence", options.Value.StoreTimeout, cancellationToken);

    private Task<RedisResult> ExecuteAsync(IServer server, string command, CancellationToken cancellationToken) =>
        server.ExecuteAsync(command).BeforeDeadline(options.Value.StoreTimeout, cancellationToken);
}
