namespace Affluence.Simulator.Night;

/// <summary>Somebody, or a program, that comes to the site.</summary>
/// <param name="address">From a real network.</param>
/// <param name="userAgent">As sent.</param>
/// <param name="language">The part of the site: <c>en</c> or <c>fr</c>.</param>
internal sealed class Reader(NetworkAddress address, string userAgent, string language)
{
    public NetworkAddress Address { get; } = address;

    public string UserAgent { get; } = userAgent;

    public string Language { get; } = language;

    /// <summary>What GeoService said; null until it was asked.</summary>
    public CountryCode? Country { get; set; }
}
