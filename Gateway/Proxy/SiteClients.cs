using System.Diagnostics.Metrics;
using Yarp.ReverseProxy.Forwarder;

namespace Affluence.Gateway.Proxy;

/// <summary>Makes the proxy's HTTP clients, with meters of this host: YARP's own would be those of all hosts of the process.</summary>
internal sealed class SiteClients(IMeterFactory meters) : ForwarderHttpClientFactory
{
    protected override void ConfigureHandler(ForwarderHttpClientContext context, SocketsHttpHandler handler)
    {
        base.ConfigureHandler(context, handler);
        handler.MeterFactory = meters;
    }
}
