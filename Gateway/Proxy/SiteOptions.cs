using System.ComponentModel.DataAnnotations;

namespace Affluence.Gateway.Proxy;

/// <summary>The site behind the gateway.</summary>
public sealed class SiteOptions : IValidatableObject
{
    public const string Section = "Gateway:Site";

    /// <summary>Where it is. A name without a dot, such as <c>http://site</c>, is found by service discovery.</summary>
    /// <value>The default is <c>http://site</c>.</value>
    [Required(ErrorMessage = Section + ":Address must not be empty.")]
    public string Address { get; set; } = "http://site";

    /// <summary>How long the site may be silent within one request; then the visitor gets 504 and the page view counts as timed out.</summary>
    /// <value>The default is 30 s; 100 ms to 10 min.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!Uri.TryCreate(Address, UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps))
        {
            yield return new ValidationResult($"{Section}:Address is '{Address}', which is no http:// or https:// address.", [nameof(Address)]);
        }

        if (Timeout < TimeSpan.FromMilliseconds(100) || Timeout > TimeSpan.FromMinutes(10))
        {
            yield return new ValidationResult($"{Section}:Timeout is {Timeout}, but must be 100 ms to 10 min.", [nameof(Timeout)]);
        }
    }
}
