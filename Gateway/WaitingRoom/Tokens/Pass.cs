namespace Affluence.Gateway.WaitingRoom.Tokens;

/// <summary>Who has it is inside. It is good for ten minutes since it was last used, and for two hours at most.</summary>
/// <param name="Since">When its owner came in, to the second.</param>
/// <param name="Used">When it was written: at most <see cref="Renewal"/> before it was last used.</param>
/// <param name="Id">As of the ticket it was given for.</param>
internal readonly record struct Pass(DateTimeOffset Since, DateTimeOffset Used, ulong Id)
{
    public static readonly TimeSpan Idle = TimeSpan.FromMinutes(10);
    public static readonly TimeSpan Longest = TimeSpan.FromHours(2);

    /// <summary>A pass that is used is written anew after this.</summary>
    public static readonly TimeSpan Renewal = TimeSpan.FromMinutes(1);

    public bool IsGoodAt(DateTimeOffset now) => now - Used < Idle && now - Since < Longest;
}
