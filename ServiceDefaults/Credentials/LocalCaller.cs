using System.Net;
using Microsoft.AspNetCore.Http;

namespace Affluence.ServiceDefaults.Credentials;

/// <summary>Whether a caller is on this machine, by what it can't choose: the address its connection comes from.</summary>
internal static class LocalCaller
{
    // A proxy on this machine connects from loopback for callers from anywhere; most say so.
    private static readonly string[] ForwardingHeaders = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via"];

    public static bool Is(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address
        && IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address)
        && !ForwardingHeaders.Any(context.Request.Headers.ContainsKey);

    /// <summary>
    /// Whether the request asks for this machine by one of its own names. A browser here that was led to another name which then resolves
    /// to loopback (DNS rebinding) is on this machine, and what it asks for is not. Names under localhost resolve to nothing else (RFC 6761).
    /// </summary>
    public static bool IsAskedForByItsName(HttpContext context)
    {
        var host = context.Request.Host.Host;
        return host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
    }
}
