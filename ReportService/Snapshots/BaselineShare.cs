namespace Affluence.Report.Snapshots;

/// <summary>A country's share of the ordinary week.</summary>
/// <param name="AtMoment">At the baseline moment.</param>
/// <param name="Low">Smallest over the 60 minutes centred on it, as far as they are known.</param>
/// <param name="High">Largest over the same minutes.</param>
internal sealed record BaselineShare(double AtMoment, double Low, double High);
