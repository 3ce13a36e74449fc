namespace Affluence.Simulator.Addresses;

/// <summary>One part of a <see cref="CountryMix"/>.</summary>
/// <param name="Country">Null stands for all countries that the mix does not name.</param>
/// <param name="Share">0 to 1.</param>
public sealed record MixPart(CountryCode? Country, double Share)
{
    public string Name => Country?.ToString() ?? "other";
}
