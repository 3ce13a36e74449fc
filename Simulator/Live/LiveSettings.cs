using Affluence.Simulator.Addresses;

namespace Affluence.Simulator.Live;

/// <summary>What a live run is to do.</summary>
public sealed record LiveSettings(Uri Gateway, Uri Report, int Visitors, TimeSpan Duration, CountryMix Mix, int Seed);
