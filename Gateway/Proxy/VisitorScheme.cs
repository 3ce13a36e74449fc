using Affluence.Gateway.Addresses;

namespace Affluence.Gateway.Proxy;

/// <summary>Whether the visitor came over TLS: by the scheme of the connection, or by what a trusted proxy that ended TLS says of it.</summary>
internal static class VisitorScheme
{
    /// <summary>The right-most value, which the proxy next to us wrote; a site that knew no better would send its visitors from https to http.</summary>
    public static string Of(HttpContext context, ClientAddressResolver addresses)
    {
        var request = context.Request;
        if (request.Headers["X-Forwarded-Proto"] is [.., { } line] && context.Connection.RemoteIpAddress is { } peer && addresses.IsTrusted(peer))
        {
            var scheme = line.AsSpan()[(line.LastIndexOf(',') + 1)..].Trim();
            if (scheme.Equals(Uri.UriSchemeHttps, StringComparison.OrdinalIgnoreCase))
            {
                return Uri.UriSchemeHttps;
            }
        }

        return request.Scheme;
    }
}
