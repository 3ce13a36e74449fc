using System.Collections.Concurrent;
using System.Security.Cryptography;
using Affluence.Counter.Store;

namespace Affluence.Counter.Identity;

/// <summary>Which identities there are at an instant, and their secrets. Secrets are in the store, sealed, and in memory, and never in a log.</summary>
/// <remarks>
/// Those of days that are not over are remembered as they were handed out. A store that was restarted empty goes on with them whoever asks
/// first: a gateway that knows none would have another made, and the visitors of the others would be counted twice. For the same reason a secret
/// whose key is not here is never replaced by another: it is refused until the key is here, or a gateway gives the secret back.
/// </remarks>
internal sealed partial class IdentitySecrets(
    IdentityCalendar calendar, IdentityVault vault, IdentityKeyFolder keys, TimeProvider timeProvider, ILogger<IdentitySecrets> logger)
{
    public const int SecretLength = 32;

    /// <summary>How long before its day an identity is handed out, so that no writer depends on the counter at the moment of rotation.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<int, byte[]> _handedOut = [];
    private readonly ConcurrentDictionary<int, string> _locked = [];

    /// <summary>The last instant whose identities are told: the end of the day after the present one.</summary>
    public DateTimeOffset LatestInstant => calendar.After(calendar.DayAt(timeProvider.GetUtcNow())).End;

    /// <summary>What is wrong with secrets whose key is not here, as they were last read.</summary>
    public IEnumerable<string> Troubles => _locked.OrderBy(locked => locked.Key).Select(locked => locked.Value);

    /// <summary>
    /// Those valid at the instant, oldest first, and the next one if it begins within the hour. The first caller makes a day's secret.
    /// A day that is over, or comes after the next one, is given none: it has the one it had, or null.
    /// </summary>
    /// <param name="known">Secrets by epoch that were handed out before; a store that lost them takes them back.</param>
    /// <exception cref="StoreException">The store failed.</exception>
    /// <exception cref="IdentityKeyException">A key is not here, or can't be kept.</exception>
    public async Task<IReadOnlyList<(IdentityDay Day, byte[]? Secret)>> GetAsync(
        DateTimeOffset at, IReadOnlyDictionary<int, byte[]> known, CancellationToken cancellationToken)
    {
        var days = DaysAt(at);
        var now = timeProvider.GetUtcNow();
        var stored = await vault.ReadAsync(days, cancellationToken);
        var changed = false;
        foreach (var (day, secret) in days.Zip(stored))
        {
            changed |= await ProvideAsync(day, secret, known.GetValueOrDefault(day.Epoch), now, cancellationToken);
        }

        // Read again and not returned as minted: another caller may have been first.
        stored = changed ? await vault.ReadAsync(days, cancellationToken) : stored;
        var identities = new List<(IdentityDay, byte[]?)>(days.Count);
        foreach (var (day, secret) in days.Zip(stored))
        {
            if (now >= day.DeletedAt)
            {
                identities.Add((day, null));
            }
            else if (Resolve(day, secret, now) is { } resolved)
            {
                identities.Add((day, resolved));
            }
            else if (!secret.IsLocked)
            {
                identities.Add((day, null));
            }
            else if (day.Start <= at)
            {
                throw new IdentityKeyException(_locked[day.Epoch]);
            }
        }

        return identities;
    }

    /// <summary>Finds out whether the keys of the days that are valid now are here. Makes none.</summary>
    /// <exception cref="StoreException">The store failed.</exception>
    /// <exception cref="IdentityKeyException">A key can't be read.</exception>
    public async Task InspectAsync(CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        var days = DaysAt(now);
        foreach (var (day, secret) in days.Zip(await vault.ReadAsync(days, cancellationToken)))
        {
            Resolve(day, secret, now);
        }
    }

    /// <summary>Forgets the secrets of days that are over, which are never made again. The store has them until they are deleted.</summary>
    public void ForgetOld()
    {
        var oldest = calendar.ValidAt(timeProvider.GetUtcNow())[0].Epoch;
        foreach (var epoch in _handedOut.Keys.Where(epoch => epoch < oldest))
        {
            _handedOut.TryRemove(epoch, out _);
        }

        foreach (var epoch in _locked.Keys.Where(epoch => epoch < oldest))
        {
            _locked.TryRemove(epoch, out _);
        }
    }

    /// <summary>The days of <see cref="GetAsync"/>.</summary>
    public IReadOnlyList<IdentityDay> DaysAt(DateTimeOffset at)
    {
        var days = calendar.ValidAt(at);
        var next = calendar.After(days[^1]);
        return next.Start - at <= Ahead ? [.. days, next] : days;
    }

    /// <summary>Sees to it that the store has a day's secret, under a key that is here.</summary>
    /// <returns>Whether the store was changed, by whomever.</returns>
    private async Task<bool> ProvideAsync(IdentityDay day, StoredSecret stored, byte[]? known, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var handedOut = _handedOut.GetValueOrDefault(day.Epoch);
        if (stored.Sealed is null && MayBeMinted(day, now))
        {
            var secret = stored.Clear ?? handedOut ?? known ?? RandomNumberGenerator.GetBytes(SecretLength);
            await vault.MintAsync(day, secret, now, cancellationToken);
            return true;
        }

        // Once by each process that learns it, and not by those that have it in memory: counters with a folder each would take turns.
        if (stored.IsLocked && stored.Recognize(handedOut) is null && stored.Recognize(known) is { } given && now < day.DeletedAt)
        {
            await vault.ResealAsync(day, given, now, cancellationToken);
            Log.Resealed(logger, day.Epoch);
            return true;
        }

        return false;
    }

    /// <summary>The secret, from the store or else from memory.</summary>
    private byte[]? Resolve(IdentityDay day, StoredSecret stored, DateTimeOffset now)
    {
        var secret = stored.IsLocked ? stored.Recognize(_handedOut.GetValueOrDefault(day.Epoch)) : stored.Secret;
        if (secret is not null && MayBeMinted(day, now))
        {
            _handedOut[day.Epoch] = secret;
        }

        if (!stored.IsLocked)
        {
            _locked.TryRemove(day.Epoch, out _);
        }
        else if (_locked.TryAdd(day.Epoch, Describe(day, stored.Sealed!)))
        {
            Log.Locked(logger, _locked[day.Epoch]);
        }

        return secret;
    }

    private bool MayBeMinted(IdentityDay day, DateTimeOffset now) =>
        now < day.ValidUntil && day.Epoch <= calendar.After(calendar.DayAt(now)).Epoch;

    private string Describe(IdentityDay day, byte[] sealedSecret) =>
        $"the identity of epoch {day.Epoch} is in the store under key {IdentityKeyFolder.TextOf(SealedSecret.KeyNameOf(sealedSecret))}, which is not in {keys.Path}: "
        + $"{IdentityKeyOptions.Section}:{nameof(IdentityKeyOptions.KeyDirectory)} must be the folder that all counters of this store share. A key that is lost comes back "
        + $"by itself from a gateway that knows the identity; if none does, delete {StoreKeys.SealedSecret(day.Epoch)} from the store, and another identity is made";

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "No identity can be handed out: {Reason}.")]
        public static partial void Locked(ILogger logger, string reason);

        [LoggerMessage(LogLevel.Warning, "A gateway gave back the secret of epoch {Epoch}, whose key was not here; it was sealed anew.")]
        public static partial void Resealed(ILogger logger, int epoch);
    }
}
