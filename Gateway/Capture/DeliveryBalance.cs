namespace Affluence.Gateway.Capture;

/// <summary>The account at one moment, in hits.</summary>
/// <param name="Seen">Captured since the start.</param>
/// <param name="Recovered">Found in the spool, of an earlier process.</param>
/// <param name="Acknowledged">Taken by the counter. Those it is sent once more are not counted again.</param>
/// <param name="Stages">On their way, by where they are.</param>
/// <param name="Dropped">Given up, by reason.</param>
/// <param name="LastDrop">When a hit was last given up; null if none ever was.</param>
internal sealed record DeliveryBalance(
    long Seen,
    long Recovered,
    long Acknowledged,
    IReadOnlyDictionary<HitStage, long> Stages,
    IReadOnlyDictionary<DropReason, long> Dropped,
    DateTimeOffset? LastDrop)
{
    /// <summary>On their way, all stages together.</summary>
    public long Pending => Stages.Values.Sum();

    /// <summary>What does not come out: 0, unless the gateway has lost hits (above) or made some up (below).</summary>
    public long Unaccounted => Seen + Recovered - Acknowledged - Pending - Dropped.Values.Sum();
}
