namespace Affluence.Gateway.OriginLimit;

/// <summary>What an <see cref="AdaptiveLimit"/> goes by.</summary>
/// <param name="Initial">Limit at the start, requests.</param>
/// <param name="Min">Lowest limit, requests.</param>
/// <param name="Max">Highest limit, requests.</param>
internal sealed record OriginLimitSettings(int Initial, int Min, int Max)
{
    /// <summary>How much longer than at half the load answers may take, as a share. Found by simulation: 0.1 costs 2 % of throughput and more on a site that collapses harder.</summary>
    public double Tolerance { get; init; } = 0.05;

    /// <summary>Growth of a limit for each decision, in square roots of the limit.</summary>
    public double Headroom { get; init; } = 0.4;

    /// <summary>Time between two probes at half the limit; a probe takes about three answer times.</summary>
    public TimeSpan ProbeInterval { get; init; } = TimeSpan.FromSeconds(30);
}
