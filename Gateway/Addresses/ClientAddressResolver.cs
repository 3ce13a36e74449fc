using System.Net;
using Microsoft.Extensions.Primitives;

namespace Affluence.Gateway.Addresses;

/// <summary>
/// Tells a client's address: that of the connection, or, if a trusted proxy holds the connection, the one that <see cref="ClientChain"/> finds in
/// <c>X-Forwarded-For</c>.
/// </summary>
/// <remarks>
/// ASP.NET's ForwardedHeaders goes the same way, but takes "1" and "0x7f.1" for addresses, trusts everyone when its lists are
/// empty, and gives the proxy's own address to a client it can't read, which makes one visitor of many.
/// </remarks>
internal sealed class ClientAddressResolver(IReadOnlyList<IPNetwork> trusted, int hopLimit)
{
    private readonly ClientChain _chain = new(trusted, hopLimit);

    /// <returns>The address of the client of a request; null when there is none: its connection is no socket, or a trusted proxy names none.</returns>
    public NetworkAddress? Resolve(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } peer ? Resolve(peer, context.Request.Headers["X-Forwarded-For"]) : null;

    /// <returns>The client's address; null when a trusted proxy names the client in a form that is no address.</returns>
    public NetworkAddress? Resolve(IPAddress peer, StringValues forwardedFor)
    {
        var address = NetworkAddress.From(peer);
        if (_chain.TrustsNobody || forwardedFor.Count == 0 || !IsTrusted(peer))
        {
            return address;
        }

        var walk = _chain.Behind(address);
        for (var line = forwardedFor.Count - 1; line >= 0 && !walk.IsOver; line--)
        {
            walk.Through(forwardedFor[line]);
        }

        return walk.HasEntries ? walk.Client : null;
    }

    /// <summary>Whether this peer may say for whom it asks.</summary>
    public bool IsTrusted(IPAddress address) => _chain.Trusts(address);
}
