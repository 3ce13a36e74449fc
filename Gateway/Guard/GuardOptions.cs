using System.ComponentModel.DataAnnotations;

namespace Affluence.Gateway.Guard;

/// <summary>What the gateway takes from outside at all.</summary>
public sealed class GuardOptions : IValidatableObject
{
    public const string Section = "Gateway:Guard";

    /// <summary>Host names the site is asked for by, without port; <c>*.example.org</c> covers subdomains, <c>*</c> any. Others are answered 400.</summary>
    /// <value>Empty, the default, is the loopback names alone: localhost, 127.0.0.1 and [::1].</value>
    public IList<string> Hosts { get; init; } = [];

    /// <summary>Methods that are passed on. Others are answered 405.</summary>
    /// <value>Empty, the default, is GET, HEAD, POST and OPTIONS.</value>
    public IList<string> Methods { get; init; } = [];

    /// <summary>Open connections at most; further ones are closed at once.</summary>
    /// <value>The default is 65,536. There are fewer where the handles of the process are not enough for them (<see cref="HandleLimit"/>).</value>
    [Range(1, 10_000_000, ErrorMessage = Section + ":MaxConnections must be 1 to 10,000,000.")]
    public int MaxConnections { get; set; } = 65_536;

    /// <summary>Largest request body in bytes; larger ones are answered 413.</summary>
    /// <value>The default is 1 MiB: the site's forms are small.</value>
    [Range(0, 1L << 40, ErrorMessage = Section + ":MaxBodyBytes must be 0 to 1 TiB.")]
    public long MaxBodyBytes { get; set; } = 1 << 20;

    /// <summary>How long a client may take over a request's headers; then its connection is closed.</summary>
    /// <value>The default is 10 s; 1 s to 60 s.</value>
    public TimeSpan HeaderTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How slowly a client may send a body or take an answer, in bytes/s, after <see cref="SlowClientGrace"/>; a slower one is cut off.
    /// </summary>
    /// <value>The default is 240 bytes/s, which the worst of mobile networks exceeds.</value>
    [Range(1, 1_000_000, ErrorMessage = Section + ":MinBytesPerSecond must be 1 to 1,000,000.")]
    public double MinBytesPerSecond { get; set; } = 240;

    /// <summary>How long a client may send or take nothing at all in the middle of a body or an answer.</summary>
    /// <value>The default is 5 s; more than 1 s, at most 60 s.</value>
    public TimeSpan SlowClientGrace { get; set; } = TimeSpan.FromSeconds(5);

    internal IReadOnlyList<string> EffectiveHosts => Hosts.Count > 0 ? [.. Hosts] : ["localhost", "127.0.0.1", "[::1]"];

    internal IReadOnlyList<string> EffectiveMethods => Methods.Count > 0 ? [.. Methods] : ["GET", "HEAD", "POST", "OPTIONS"];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (index, host) in Hosts.Index())
        {
            if (string.IsNullOrWhiteSpace(host) || host.Contains('/', StringComparison.Ordinal))
            {
                yield return new ValidationResult($"{Section}:Hosts:{index} is '{host}', which is no host name.");
            }
        }

        foreach (var (index, method) in Methods.Index())
        {
            if (method.Length == 0 || !method.All(character => char.IsAsciiLetterUpper(character) || character == '-') || method is "TRACE" or "CONNECT")
            {
                yield return new ValidationResult($"{Section}:Methods:{index} is '{method}', which is no method a site may be asked with.");
            }
        }

        if (HeaderTimeout < TimeSpan.FromSeconds(1) || HeaderTimeout > TimeSpan.FromMinutes(1))
        {
            yield return new ValidationResult($"{Section}:HeaderTimeout is {HeaderTimeout}, but must be 1 s to 60 s.");
        }

        // Kestrel looks once a second.
        if (SlowClientGrace <= TimeSpan.FromSeconds(1) || SlowClientGrace > TimeSpan.FromMinutes(1))
        {
            yield return new ValidationResult($"{Section}:SlowClientGrace is {SlowClientGrace}, but must be more than 1 s and at most 60 s.");
        }
    }
}
