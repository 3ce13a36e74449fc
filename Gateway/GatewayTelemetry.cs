using System.Diagnostics;

namespace Affluence.Gateway;

/// <summary>Spans of the gateway's own work; the proxy's and the framework's come from them.</summary>
internal static class GatewayTelemetry
{
    public const string Name = "Affluence.Gateway";

    public static ActivitySource Source { get; } = new(Name);
}
