using Microsoft.Extensions.Primitives;

namespace Affluence.Gateway.Guard;

/// <summary>The names the site is asked for by. Any port goes with them.</summary>
/// <remarks>
/// Not ASP.NET's host filtering: it stands before everything, the management port too, where probes and scrapers ask by the address they
/// happen to know.
/// </remarks>
internal sealed class HostNames(IReadOnlyList<string> names)
{
    private readonly bool _any = names.Contains("*");

    // In punycode, as they come in a header.
    private readonly List<StringSegment> _names = [.. names.Select(name => new StringSegment(new HostString(name).ToUriComponent()))];

    /// <param name="host">The Host header as it came: HttpRequest.Host is decoded from punycode.</param>
    public bool Contain(string? host) => !string.IsNullOrEmpty(host) && (_any || HostString.MatchesAny(host, _names));
}
