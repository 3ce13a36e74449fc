namespace Affluence.Counter.Identity;

/// <summary>The time during which one secret makes the pseudonyms.</summary>
/// <param name="Epoch">Days from 1970-01-01 to the local date on which the day begins.</param>
/// <param name="Start">When it begins.</param>
/// <param name="End">When the next one begins.</param>
internal sealed record IdentityDay(int Epoch, DateTimeOffset Start, DateTimeOffset End)
{
    /// <summary>One longest window: a window that began before the rotation is counted under the old identity to its end.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromMinutes(30);

    /// <summary>How long a secret outlives its day, so that writers that were cut off can still record under it.</summary>
    public static readonly TimeSpan KeptAfterEnd = TimeSpan.FromHours(48);

    public DateTimeOffset ValidUntil => End + Overlap;

    public DateTimeOffset DeletedAt => End + KeptAfterEnd;

    public bool IsValidAt(DateTimeOffset instant) => Start <= instant && instant < ValidUntil;
}
