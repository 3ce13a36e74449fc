using System.Security.Cryptography;
using Affluence.Counter.Store;

namespace Affluence.Counter.Identity;

/// <summary>Which identities there are at an instant, and their secrets. Secrets are in the store alone, and never in a log.</summary>
internal sealed class IdentitySecrets(IdentityCalendar calendar, SecretStore store, TimeProvider timeProvider)
{
    public const int SecretLength = 32;

    /// <summary>How long before its day an identity is handed out, so that no writer depends on the counter at the moment of rotation.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromHours(1);

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
                await store.MintAsync(day, known.GetValueOrDefault(day.Epoch) ?? RandomNumberGenerator.GetBytes(SecretLength), now, cancellationToken);
                minted = true;
            }
        }

        // Read again and not returned as minted: another caller may have been first.
        secrets = minted ? await store.ReadAsync(days, cancellationToken) : secrets;
        return [.. days.Select((day, index) => (day, now < day.DeletedAt ? secrets[index] : null))];
    }

    /// <summary>The days of <see cref="GetAsync"/>.</summary>
    public IReadOnlyList<IdentityDay> DaysAt(DateTimeOffset at)
    {
        var days = calendar.ValidAt(at);
        var next = calendar.After(days[^1]);
        return next.Start - at <= Ahead ? [.. days, next] : days;
    }

    private bool MayBeMinted(IdentityDay day, DateTimeOffset now) =>
        now < day.ValidUntil && day.Epoch <= calendar.After(calendar.DayAt(now)).Epoch;
}
