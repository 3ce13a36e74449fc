using System.Diagnostics;
using Affluence.Gateway.Addresses;
using Affluence.Gateway.OriginLimit;
using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Transforms;

namespace Affluence.Gateway.Proxy;

/// <summary>One route, everything, to one cluster, the site.</summary>
internal static class SiteProxy
{
    private const string Site = "site";

    public static void Add(IServiceCollection services)
    {
        services.AddReverseProxy()
            .AddTransforms(transforms =>
            {
                transforms.AddOriginalHost();
                transforms.UseDefaultForwarders = false;
                transforms.RequestTransforms.Add(new RawTargetTransform());
                transforms.RequestTransforms.Add(new HeaderPolicyTransform());
                transforms.RequestTransforms.Add(new ForwardedTransform(new(transforms.Services.GetRequiredService<ClientAddressResolver>)));
                transforms.ResponseTransforms.Add(new AnswerHead(new(transforms.Services.GetRequiredService<OriginGate>)));
                transforms.ResponseTransforms.Add(new TrailerTransform());
                transforms.ResponseTransforms.Add(new ConnectionOptionsTransform());
                transforms.ResponseTransforms.Add(new AnswerLengthTransform());
            })
            .AddServiceDiscoveryDestinationResolver();
        services.AddSingleton<IForwarderHttpClientFactory, SiteClients>();
        services.AddSingleton<DistributedContextPropagator>(new TraceRoot(DistributedContextPropagator.Current));
        services.AddSingleton<IProxyConfigProvider>(provider =>
        {
            var options = provider.GetRequiredService<IOptions<SiteOptions>>().Value;
            return new InMemoryConfigProvider([EverythingToSite], [ClusterOf(options)]);
        });
    }

    private static RouteConfig EverythingToSite => new()
    {
        RouteId = Site,
        ClusterId = Site,
        Match = new RouteMatch { Path = "{**path}" },
    };

    private static ClusterConfig ClusterOf(SiteOptions options) => new()
    {
        ClusterId = Site,
        Destinations = new Dictionary<string, DestinationConfig>
        {
            [Site] = new() { Address = options.Address },
        },
        HttpRequest = new ForwarderRequestConfig { ActivityTimeout = options.Timeout },
        // Header bytes pass as they are, in both directions; see KestrelLimits.
        HttpClient = new HttpClientConfig { RequestHeaderEncoding = "latin1", ResponseHeaderEncoding = "latin1" },
    };
}
