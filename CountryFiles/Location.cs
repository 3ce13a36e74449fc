namespace Affluence.CountryFiles;

/// <summary>Where an address is.</summary>
/// <param name="Country"><see cref="CountryCode.Unknown"/> unless <paramref name="Placement"/> is <see cref="AddressPlacement.Located"/>.</param>
/// <param name="Placement">How it was found.</param>
/// <param name="Network">The network that holds it, neighbours of one country joined; null if the dataset has none or it is reserved.</param>
/// <param name="LookedUp">The address itself, or the IPv4 address that it carries.</param>
public sealed record Location(CountryCode Country, AddressPlacement Placement, string? Network, NetworkAddress LookedUp);
