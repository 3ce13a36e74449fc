using Affluence.Counter.Identity;
using StackExchange.Redis;

namespace Affluence.Counter.Store;

/// <summary>The secrets of identity days, sealed, and when they are due to be deleted.</summary>
internal sealed class SecretStore(StoreConnection connection)
{
    /// <summary>The secrets of these days, in their order; null where there is none.</summary>
    /// <exception cref="StoreException">The store failed.</exception>
    public async Task<IReadOnlyList<(byte[]? Sealed, byte[]? Clear)>> ReadAsync(IReadOnlyList<IdentityDay> days, CancellationToken cancellationToken)
    {
        var pipeline = await connection.OpenPipelineAsync(cancellationToken);
        var sealedSecrets = days.Select(day => Read(pipeline, StoreKeys.SealedSecret(day.Epoch))).ToArray();
        var clear = days.Select(day => Read(pipeline, StoreKeys.ClearSecret(day.Epoch))).ToArray();
        await pipeline.ExecuteAsync(cancellationToken);
        return [.. (await Task.WhenAll(sealedSecrets)).Zip(await Task.WhenAll(clear), (one, other) => ((byte[]?)one, (byte[]?)other))];
    }

    /// <summary>Gives a day its secret, which another that it has already is replaced by only if <paramref name="replace"/> says so.</summary>
    /// <remarks>The deletion is scheduled first: a secret that nobody knows to delete must not come to be.</remarks>
    /// <returns>Whether it has this one now. Of concurrent callers that do not replace, the first one decides.</returns>
    /// <exception cref="StoreException">The store failed.</exception>
    public async Task<bool> PutAsync(IdentityDay day, byte[] sealedSecret, DateTimeOffset now, bool replace, CancellationToken cancellationToken)
    {
        var pipeline = await connection.OpenPipelineAsync(cancellationToken);
        _ = pipeline.Add(store => store.SortedSetAddAsync(StoreKeys.IdentityEpochs, day.Epoch, day.DeletedAt.ToUnixTimeSeconds()));
        var put = pipeline.Add(store => store.StringSetAsync(
            StoreKeys.SealedSecret(day.Epoch), sealedSecret, day.DeletedAt - now, replace ? When.Always : When.NotExists));
        await pipeline.ExecuteAsync(cancellationToken);
        return await put;
    }

    /// <summary>The epochs whose secret is not yet deleted for good.</summary>
    /// <exception cref="StoreException">The store failed.</exception>
    public Task<IReadOnlyList<int>> ReadEpochsAsync(CancellationToken cancellationToken) => ReadScheduleAsync(double.PositiveInfinity, cancellationToken);

    /// <summary>Those of them whose secret is to be deleted by now.</summary>
    /// <exception cref="StoreException">The store failed.</exception>
    public Task<IReadOnlyList<int>> ReadDueAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        ReadScheduleAsync(now.ToUnixTimeSeconds(), cancellationToken);

    /// <summary>Deletes secrets from memory.</summary>
    /// <exception cref="StoreException">The store failed.</exception>
    public async Task DeleteAsync(IReadOnlyList<int> epochs, CancellationToken cancellationToken)
    {
        var pipeline = await connection.OpenPipelineAsync(cancellationToken);
        foreach (var epoch in epochs)
        {
            _ = pipeline.Add(store => store.KeyDeleteAsync(StoreKeys.SealedSecret(epoch)));
        }

        await pipeline.ExecuteAsync(cancellationToken);
    }

    /// <summary>Deletes what an earlier version left. Its bytes are overwritten first, since a store may keep the page of a deleted value.</summary>
    /// <exception cref="StoreException">The store failed.</exception>
    public async Task DeleteClearAsync(IReadOnlyList<IdentityDay> days, CancellationToken cancellationToken)
    {
        var pipeline = await connection.OpenPipelineAsync(cancellationToken);
        foreach (var secret in days.Select(day => StoreKeys.ClearSecret(day.Epoch)))
        {
            _ = pipeline.Add(store => store.StringSetAsync(secret, new byte[IdentitySecrets.SecretLength], when: When.Exists));
            _ = pipeline.Add(store => store.KeyDeleteAsync(secret));
        }

        await pipeline.ExecuteAsync(cancellationToken);
    }

    /// <summary>Strikes epochs off the schedule, once nothing on disk holds their secrets either.</summary>
    /// <exception cref="StoreException">The store failed.</exception>
    public async Task ForgetAsync(IReadOnlyList<int> epochs, CancellationToken cancellationToken)
    {
        if (epochs.Count == 0)
        {
            return;
        }

        var pipeline = await connection.OpenPipelineAsync(cancellationToken);
        _ = pipeline.Add(store => store.SortedSetRemoveAsync(StoreKeys.IdentityEpochs, [.. epochs.Select(epoch => (RedisValue)epoch)]));
        await pipeline.ExecuteAsync(cancellationToken);
    }

    private static Task<RedisValue> Read(Pipeline pipeline, RedisKey key) =>
        pipeline.Add(store => store.StringGetAsync(key, CommandFlags.DemandMaster));

    private async Task<IReadOnlyList<int>> ReadScheduleAsync(double until, CancellationToken cancellationToken)
    {
        var pipeline = await connection.OpenPipelineAsync(cancellationToken);
        var epochs = pipeline.Add(store => store.SortedSetRangeByScoreAsync(StoreKeys.IdentityEpochs, stop: until, flags: CommandFlags.DemandMaster));
        await pipeline.ExecuteAsync(cancellationToken);
        return Array.ConvertAll(await epochs, epoch => (int)epoch);
    }
}
