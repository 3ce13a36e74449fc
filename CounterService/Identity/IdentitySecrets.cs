using System.Collections.Concurrent;
using System.Security.Cryptography;
using Affluence.Counter.Store;

namespace Affluence.Counter.Identity;

/// <summary>Which identities there are at an instant, and their secrets. Secrets are in the store and in memory, and never in a log.</summary>
/// <remarks>
/// Those of days that are not over are remembered as they were handed out. A store that was restarted empty goes on with them whoever asks
/// first: a gateway that knows none would have another made, and the visitors of the others would be counted twice.
/// </remarks>
internal sealed class IdentitySecrets(IdentityCalendar calendar, SecretStore store, TimeProvider timeProvider)
{
    public const int SecretLength = 32;

    /// <summary>How long before its day an identity is handed out, so that no writer depends on the counter at the moment of rotation.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<int, byte[]> _handedOut = [];

    /// <summary>The last instant whose identities are told: the end of the day after the present one.</summary>
    public DateTimeOffset LatestInstant => calendar.After(calendar.DayAt(timeProvider.GetUtcNow())).End;

    /// <summary>
    /// Those valid at the instant, oldest first, and the next one if it begins within the hour. The first caller makes a day's secret.
    /// A day that is over, or comes after the next one, is given none: it has the one it had, or null.
    /// </summary>
    /// <param name="known">Secrets by epoch that were handed out before; a store that lost them takes them back.</param>
    /// <exception cref="StoreException">The store failed.</exception>
    public async Task<IReadOnlyList<(IdentityDay Day, byte[]? Secret)>> GetAsync(
        DateTimeOffset at, IReadOnlyDictionary<int, byte[]> known, CancellationToken cancellationToken)
    {
        var days = DaysAt(at);
        var secrets = await store.ReadAsync(days, cancellationToken);
        var now = timeProvider.GetUtcNow();
        var minted = false;
        foreach (var (index, day) in days.Index())
        {
            if (secrets[index] is null && MayBeMinted(day, now))
            {
                var secret = _handedOut.GetValueOrDefault(day.Epoch) ?? known.GetValueOrDefault(day.Epoch) ?? RandomNumberGenerator.GetBytes(SecretLength);
                await store.MintAsync(day, secret, now, cancellationToken);
                minted = true;
            }
        }

        // Read again and not returned as minted: another caller may have been first.
        secrets = minted ? await store.ReadAsync(days, cancellationToken) : secrets;
        Remember(days, secrets, now);
        return [.. days.Select((day, index) => (day, now < day.DeletedAt ? secrets[index] : null))];
    }

    /// <summary>Forgets the secrets of days that are over, which are never made again. The store has them until they are deleted.</summary>
    public void ForgetOld()
    {
        var oldest = calendar.ValidAt(timeProvider.GetUtcNow())[0].Epoch;
        foreach (var epoch in _handedOut.Keys.Where(epoch => epoch < oldest))
        {
            _handedOut.TryRemove(epoch, out _);
        }
    }

    /// <summary>The days of <see cref="GetAsync"/>.</summary>
    public IReadOnlyList<IdentityDay> DaysAt(DateTimeOffset at)
    {
        var days = calendar.ValidAt(at);
        var next = calendar.After(days[^1]);
        return next.Start - at <= Ahead ? [.. days, next] : days;
    }

    private void Remember(IReadOnlyList<IdentityDay> days, IReadOnlyList<byte[]?> secrets, DateTimeOffset now)
    {
        foreach (var (index, day) in days.Index())
        {
            if (secrets[index] is { } secret && MayBeMinted(day, now))
            {
                _handedOut[day.Epoch] = secret;
            }
        }
    }

    private bool MayBeMinted(IdentityDay day, DateTimeOffset now) =>
        now < day.ValidUntil && day.Epoch <= calendar.After(calendar.DayAt(now)).Epoch;
}
