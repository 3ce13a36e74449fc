using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Affluence.Standalone;

/// <summary>Where a running service answers, as others on this machine reach it.</summary>
/// <param name="Public">HTTP/1.1, or gRPC for a service that speaks nothing else.</param>
/// <param name="Management">Health, metrics and operator endpoints.</param>
/// <param name="Grpc">gRPC of a service that has both; else null.</param>
public sealed record ServiceAddresses(Uri Public, Uri Management, Uri? Grpc)
{
    internal static ServiceAddresses Of(WebApplication app)
    {
        // In the order in which ServiceDefaults opens them: public, gRPC if there is one, management.
        var bound = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(Reachable).ToList();
        return new ServiceAddresses(bound[0], bound[^1], bound.Count > 2 ? bound[1] : null);
    }

    /// <summary>An address that stands for every interface is no address to connect to.</summary>
    private static Uri Reachable(string address)
    {
        var uri = new Uri(address);
        return uri.Host is "0.0.0.0" or "[::]" ? new UriBuilder(uri) { Host = "127.0.0.1" }.Uri : uri;
    }
}
