namespace Affluence.CountryFiles;

/// <summary>What a country file says of itself, and what was read from it.</summary>
/// <param name="DatabaseType">The file's own type, for example <c>GeoLite2-Country</c>.</param>
/// <param name="BuildTime">When it was built, by its own word; null if it gives no sensible time.</param>
/// <param name="IPv4Networks">Networks in the file, before neighbours of one country are joined.</param>
/// <param name="IPv6Networks">
/// Likewise. The copies of the IPv4 networks under 2002::/16 and the like, which some files have, are not counted.
/// </param>
/// <param name="Countries">Distinct countries, ZZ not counted.</param>
/// <param name="Sha256">Of the file, in lower-case hexadecimal.</param>
public sealed record DatasetDescription(
    string DatabaseType,
    DateTimeOffset? BuildTime,
    int IPv4Networks,
    int IPv6Networks,
    int Countries,
    string Sha256);
