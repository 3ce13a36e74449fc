using System.ComponentModel.DataAnnotations;
using System.Net;

namespace Affluence.Gateway.Addresses;

/// <summary>Which peers may say, by <c>X-Forwarded-For</c>, for whom they ask. Empty is nobody: the connection decides.</summary>
public sealed class TrustedProxyOptions : IValidatableObject
{
    public const string Section = "Gateway:TrustedProxies";

    /// <summary>Networks in CIDR form without host bits, for example <c>10.0.0.0/8</c>.</summary>
    public IList<string> Networks { get; init; } = [];

    /// <summary>How many trusted hops are followed at most, from right to left.</summary>
    /// <value>The default is 5.</value>
    [Range(1, 32, ErrorMessage = Section + ":HopLimit must be 1 to 32.")]
    public int HopLimit { get; set; } = 5;

    internal IReadOnlyList<IPNetwork> ParsedNetworks => [.. Networks.Select(NetworkText.Parse)];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (index, text) in Networks.Index())
        {
            if (!NetworkText.TryParse(text, out var network))
            {
                yield return new ValidationResult(
                    $"{Section}:Networks:{index} is '{text}', which is no network in CIDR form without host bits, for example 10.0.0.0/8.");
            }
            else if (network.PrefixLength == 0)
            {
                yield return new ValidationResult($"{Section}:Networks:{index} is '{text}': trusting everybody lets each visitor choose an address.");
            }
        }
    }
}
