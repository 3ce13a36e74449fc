using Affluence.Counter.Store;

namespace Affluence.Counter.Identity;

/// <summary>The secrets in the store, sealed under keys that are not. An earlier version's stand there in clear until they are taken in.</summary>
internal sealed class IdentityVault(SecretStore store, IdentityKeyFolder keys, IdentityCalendar calendar)
{
    /// <exception cref="StoreException">The store failed, or holds something else.</exception>
    /// <exception cref="IdentityKeyException">A key can't be read.</exception>
    public async Task<IReadOnlyList<StoredSecret>> ReadAsync(IReadOnlyList<IdentityDay> days, CancellationToken cancellationToken)
    {
        var stored = await store.ReadAsync(days, cancellationToken);
        return [.. days.Zip(stored, (day, values) => new StoredSecret(values.Sealed, Open(day.Epoch, values.Sealed), values.Clear))];
    }

    /// <summary>Gives a day its secret unless it has one; of concurrent callers the first one decides.</summary>
    /// <exception cref="StoreException">The store failed.</exception>
    /// <exception cref="IdentityKeyException">No key can be written.</exception>
    public Task MintAsync(IdentityDay day, byte[] secret, DateTimeOffset now, CancellationToken cancellationToken) =>
        PutAsync(day, secret, now, replace: false, cancellationToken);

    /// <summary>Seals a secret anew whose key is lost.</summary>
    /// <exception cref="StoreException">The store failed.</exception>
    /// <exception cref="IdentityKeyException">No key can be written.</exception>
    public Task ResealAsync(IdentityDay day, byte[] secret, DateTimeOffset now, CancellationToken cancellationToken) =>
        PutAsync(day, secret, now, replace: true, cancellationToken);

    /// <summary>Seals what an earlier version left in clear, and takes that out of the store.</summary>
    /// <returns>Whether there was anything: its disk has it still.</returns>
    /// <exception cref="StoreException">The store failed.</exception>
    /// <exception cref="IdentityKeyException">No key can be written.</exception>
    public async Task<bool> TakeInClearAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        IdentityDay[] days = [.. (await store.ReadEpochsAsync(cancellationToken)).Select(calendar.DayOf)];
        var stored = await store.ReadAsync(days, cancellationToken);
        IdentityDay[] inClear = [.. days.Where((_, index) => stored[index].Clear is not null)];
        foreach (var (day, (sealedSecret, clear)) in days.Zip(stored))
        {
            if (clear is { Length: IdentitySecrets.SecretLength } && sealedSecret is null && now < day.DeletedAt)
            {
                await MintAsync(day, clear, now, cancellationToken);
            }
        }

        await store.DeleteClearAsync(inClear, cancellationToken);
        return inClear.Length > 0;
    }

    private async Task PutAsync(IdentityDay day, byte[] secret, DateTimeOffset now, bool replace, CancellationToken cancellationToken)
    {
        // The key is on the disk before what it seals is in the store. If that fails in the midst, a key that seals nothing is destroyed with its day.
        var key = keys.Create(day.Epoch);
        if (!await store.PutAsync(day, SealedSecret.Seal(day.Epoch, secret, key), now, replace, cancellationToken))
        {
            keys.Discard(day.Epoch, key);
        }
    }

    private byte[]? Open(int epoch, byte[]? sealedSecret)
    {
        if (sealedSecret is null)
        {
            return null;
        }

        if (!SealedSecret.Is(sealedSecret))
        {
            throw new StoreException(StoreFault.Broken, $"{StoreKeys.SealedSecret(epoch)} holds no sealed secret");
        }

        if (keys.Find(epoch, SealedSecret.KeyNameOf(sealedSecret)) is not { } key)
        {
            return null;
        }

        return SealedSecret.TryOpen(epoch, sealedSecret, key)
            ?? throw new StoreException(StoreFault.Broken, $"{StoreKeys.SealedSecret(epoch)} is not what was sealed");
    }
}
