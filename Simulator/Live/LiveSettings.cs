using Affluence.Simulator.Addresses;

namespace Affluence.Simulator.Live;

/// <summary>What a live run is to do.</summary>
/// <param name="Token">Of the report's <c>Credentials:Reader</c>.</param>
public sealed record LiveSettings(Uri Gateway, Uri Report, CallerToken? Token, int Visitors, TimeSpan Duration, CountryMix Mix, int Seed);
