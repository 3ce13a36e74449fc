namespace Affluence.Simulator.Traffic;

/// <summary>Somebody who reads pages.</summary>
/// <param name="Address">Sent as <c>X-Forwarded-For</c>.</param>
/// <param name="UserAgent">As a browser sends it.</param>
/// <param name="Language">The part of the site: <c>en</c> or <c>fr</c>.</param>
/// <param name="Part">Index of the mix part that the visitor belongs to.</param>
public readonly record struct Visitor(NetworkAddress Address, string UserAgent, string Language, int Part);
