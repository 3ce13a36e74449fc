using System.ComponentModel.DataAnnotations;
using System.Net;
using Affluence.Gateway.Addresses;

namespace Affluence.Gateway.RateLimit;

/// <summary>How many requests one client may make. A client is an IPv4 address or the /64 of an IPv6 address.</summary>
/// <remarks>
/// The figures are for machines: a page with its parts is some ten requests, but behind one address there may be a school or a mobile
/// network. Whoever is over the limit is answered 429 and counted as refused with the cause <c>shed</c>.
/// </remarks>
public sealed class RateLimitOptions : IValidatableObject
{
    public const string Section = "Gateway:RateLimit";

    /// <summary>Whether clients are limited at all.</summary>
    /// <value>The default is true.</value>
    public bool Enabled { get; set; } = true;

    /// <summary>Requests that a client may make at once after it has been quiet.</summary>
    /// <value>The default is 500.</value>
    [Range(1, 1_000_000, ErrorMessage = Section + ":Burst must be 1 to 1,000,000.")]
    public int Burst { get; set; } = 500;

    /// <summary>Requests per second that a client may make for ever.</summary>
    /// <value>The default is 100.</value>
    [Range(1, 1_000_000, ErrorMessage = Section + ":RequestsPerSecond must be 1 to 1,000,000.")]
    public int RequestsPerSecond { get; set; } = 100;

    /// <summary>Networks in CIDR form whose clients are not limited.</summary>
    /// <value>
    /// Empty, the default, is loopback, link-local and private addresses, behind which is a proxy that has not been named in
    /// <c>Gateway:TrustedProxies</c> more likely than one client; with it limited, everybody would be.
    /// </value>
    public IList<string> ExemptNetworks { get; init; } = [];

    internal IReadOnlyList<IPNetwork> EffectiveExemptNetworks =>
        ExemptNetworks.Count > 0 ? [.. ExemptNetworks.Select(NetworkText.Parse)] : PrivateNetworks.All;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (index, text) in ExemptNetworks.Index())
        {
            if (!NetworkText.TryParse(text, out _))
            {
                yield return new ValidationResult(
                    $"{Section}:ExemptNetworks:{index} is '{text}', which is no network in CIDR form without host bits, for example 192.0.2.0/24.");
            }
        }
    }
}
