using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Affluence.ServiceDefaults;

/// <summary>
/// What one peer may hold of a service, and how many peers there may be. A service that is open to the public sets stricter ones of its own.
/// Kestrel counts connections per port, so a full public port leaves the management port free.
/// </summary>
internal static class ConnectionLimits
{
    private const int MaxConnections = 10_000;

    public static void Set(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = MaxConnections;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);

        // Kestrel closes a connection with ENHANCE_YOUR_CALM when streams that were reset but not yet ended come to twice the limit.
        kestrel.Limits.Http2.MaxStreamsPerConnection = 100;
        // A peer that was stopped or cut off, and so sends no RST, is found out within a minute.
        kestrel.Limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
        kestrel.Limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(20);
    }
}
