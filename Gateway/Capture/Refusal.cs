namespace Affluence.Gateway.Capture;

/// <summary>Set as a feature of a request that the gateway itself refuses, so that it is counted by its true cause and not by its status.</summary>
internal sealed record Refusal(HitOutcome Outcome)
{
    /// <summary>Refused to protect the site.</summary>
    public static Refusal Shed { get; } = new(HitOutcome.Shed);

    /// <summary>Sent to wait.</summary>
    public static Refusal Waiting { get; } = new(HitOutcome.Waiting);

    /// <summary>Asked whether his wait is over, and it is not: a request, and no page view again.</summary>
    public static Refusal Poll { get; } = new(HitOutcome.Waiting) { IsPoll = true };

    /// <summary>The visitor left before there was an answer, or wished for none that would have taken long.</summary>
    public static Refusal Gone { get; } = new(HitOutcome.ClientGone);

    public bool IsPoll { get; private init; }
}
