using System.Net;
using Microsoft.AspNetCore.Http;

namespace Affluence.ServiceDefaults.Credentials;

/// <summary>
/// Whether a caller is a process on this machine: its connection comes from loopback, it asks for this machine by one of its own names, and
/// nothing says that the request was passed on.
/// </summary>
/// <remarks>
/// None of it is proof. A proxy on this machine connects from loopback for callers from anywhere, and a bare one says nothing of it; so what
/// is for local callers asks them for a token of this machine too.
/// </remarks>
internal static class LocalCaller
{
    // RFC 7239, RFC 9110 (Via, Max-Forwards) and what proxies and content delivery networks use in their place.
    private static readonly string[] ForwardingHeaders =
    [
        "Forwarded", "Via", "Max-Forwards", "X-Real-IP", "X-Client-IP", "X-Cluster-Client-IP", "True-Client-IP", "Client-IP", "CDN-Loop",
        "Fastly-Client-IP", "CF-Connecting-IP", "CF-Ray", "X-ProxyUser-Ip", "X-Azure-ClientIP", "X-Appengine-User-IP", "Proxy-Connection",
    ];

    private static readonly string[] ForwardingPrefixes = ["X-Forwarded-", "X-Original-", "X-Envoy-", "X-Amz-Cf-"];

    public static bool Is(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address
        && IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address)
        && IsAskedForByItsName(context)
        && !context.Request.Headers.Keys.Any(IsForwarding);

    /// <remarks>
    /// A browser here that was led to another name which then resolves to loopback (DNS rebinding) is on this machine, and what it asks for
    /// is not. Names under localhost resolve to nothing else (RFC 6761).
    /// </remarks>
    private static bool IsAskedForByItsName(HttpContext context)
    {
        var host = context.Request.Host.Host;
        return host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
    }

    private static bool IsForwarding(string header) =>
        ForwardingHeaders.Contains(header, StringComparer.OrdinalIgnoreCase)
        || ForwardingPrefixes.Any(prefix => header.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
}
