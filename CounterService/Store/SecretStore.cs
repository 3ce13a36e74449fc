using Affluence.Counter.Identity;
using StackExchange.Redis;

namespace Affluence.Counter.Store;

/// <summary>The secrets of identity days.</summary>
internal sealed class SecretStore(StoreConnection connection)
{
    /// <summary>The secrets of these days, in their order; null where there is none.</summary>
    /// <exception cref="StoreException">The store failed.</exception>
    public async Task<IReadOnlyList<byte[]?>> ReadAsync(IReadOnlyList<IdentityDay> days, CancellationToken cancellationToken)
    {
        var pipeline = await connection.OpenPipelineAsync(cancellationToken);
        var secrets = days.Select(day => pipeline.Add(store =>
            store.StringGetAsync(StoreKeys.IdentitySecret(day.Epoch), CommandFlags.DemandMaster))).ToArray();
        await pipeline.ExecuteAsync(cancellationToken);
        return Array.ConvertAll(await Task.WhenAll(secrets), secret => (byte[]?)secret);
    }

    /// <summary>Gives a day its secret unless it has one; of concurrent callers the first one decides.</summary>
    /// <remarks>The deletion is scheduled first: a secret that nobody knows to delete must not come to be.</remarks>
    /// <exception cref="StoreException">The store failed.</exception>
    public async Task MintAsync(IdentityDay day, byte[] secret, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var pipeline = await connection.OpenPipelineAsync(cancellationToken);
        _ = pipeline.Add(store => store.SortedSetAddAsync(StoreKeys.IdentityEpochs, day.Epoch, day.DeletedAt.ToUnixTimeSeconds()));
        _ = pipeline.Add(store => store.StringSetAsync(StoreKeys.IdentitySecret(day.Epoch), secret, day.DeletedAt - now, When.NotExists));
        await pipeline.ExecuteAsync(cancellationToken);
    }

    /// <summary>The epochs whose secret is to be deleted by now.</summary>
    /// <exception cref="StoreException">The store failed.</exception>
    public async Task<IReadOnlyList<int>> ReadDueAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var pipeline = await connection.OpenPipelineAsync(cancellationToken);
        var due = pipeline.Add(store => store.SortedSetRangeByScoreAsync(
            StoreKeys.IdentityEpochs, stop: now.ToUnixTimeSeconds(), flags: CommandFlags.DemandMaster));
        await pipeline.ExecuteAsync(cancellationToken);
        return Array.ConvertAll(await due, epoch => (int)epoch);
    }

    /// <summary>Deletes secrets from memory. Their bytes are overwritten first, since a store may keep the page of a deleted value.</summary>
    /// <exception cref="StoreException">The store failed.</exception>
    public async Task DeleteAsync(IReadOnlyList<int> epochs, CancellationToken cancellationToken)
    {
        var pipeline = await connection.OpenPipelineAsync(cancellationToken);
        foreach (var epoch in epochs)
        {
            var secret = StoreKeys.IdentitySecret(epoch);
            _ = pipeline.Add(store => store.StringSetAsync(secret, new byte[IdentitySecrets.SecretLength], when: When.Exists));
            _ = pipeline.Add(store => store.KeyDeleteAsync(secret));
        }

        await pipeline.ExecuteAsync(cancellationToken);
    }

    /// <summary>Strikes epochs off the schedule, once nothing on disk holds their secrets either.</summary>
    /// <exception cref="StoreException">The store failed.</exception>
    public async Task ForgetAsync(IReadOnlyList<int> epochs, CancellationToken cancellationToken)
    {
        var pipeline = await connection.OpenPipelineAsync(cancellationToken);
        _ = pipeline.Add(store => store.SortedSetRemoveAsync(StoreKeys.IdentityEpochs, [.. epochs.Select(epoch => (RedisValue)epoch)]));
        await pipeline.ExecuteAsync(cancellationToken);
    }
}
