using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Affluence.ServiceDefaults;

/// <summary>Where a service listens unless configured otherwise, always on loopback, and the name others find it by.</summary>
/// <param name="Name">Name in service discovery and telemetry.</param>
/// <param name="Port">Default port; <c>ASPNETCORE_URLS</c> or <c>HTTP_PORTS</c> replace it.</param>
/// <param name="ManagementPort">Default port of health, metrics and operator endpoints (HTTP/1.1); <c>Management:Port</c> replaces it.</param>
/// <param name="Protocols">
/// Protocol of <paramref name="Port"/>. Kestrel can't tell clear-text HTTP/2 from HTTP/1.1 on one port, so gRPC has its own. None: the port
/// is opened by a server of the service's own, which speaks no HTTP.
/// </param>
/// <param name="GrpcPort">A second port for gRPC on a service whose first one speaks HTTP/1.1; <c>Grpc:Port</c> replaces it.</param>
public sealed record ServiceEndpoint(string Name, int Port, int ManagementPort, HttpProtocols Protocols, int? GrpcPort = null)
{
    public static ServiceEndpoint Gateway { get; } = new("gateway", 8080, 9080, HttpProtocols.Http1);

    public static ServiceEndpoint Report { get; } = new("report", 8081, 9081, HttpProtocols.Http1, GrpcPort: 8086);

    public static ServiceEndpoint Site { get; } = new("site", 8082, 9082, HttpProtocols.Http1);

    public static ServiceEndpoint Geo { get; } = new("geo", 8083, 9083, HttpProtocols.Http2);

    public static ServiceEndpoint Counter { get; } = new("counter", 8084, 9084, HttpProtocols.Http2);

    /// <summary>The embedded store, which speaks Redis' protocol.</summary>
    public static ServiceEndpoint Store { get; } = new("store", 8085, 9085, HttpProtocols.None);

    /// <summary>Those that find each other by name. The store is found by a connection string.</summary>
    public static IReadOnlyList<ServiceEndpoint> All { get; } = [Gateway, Report, Site, Geo, Counter];
}
