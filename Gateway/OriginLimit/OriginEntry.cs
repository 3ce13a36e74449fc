namespace Affluence.Gateway.OriginLimit;

/// <summary>Either a turn, or the outcome that the request has without one.</summary>
internal readonly record struct OriginEntry(OriginTurn? Turn, HitOutcome Refusal)
{
    public OriginEntry(OriginTurn turn)
        : this(turn, default)
    {
    }

    public OriginEntry(HitOutcome refusal)
        : this(null, refusal)
    {
    }
}
