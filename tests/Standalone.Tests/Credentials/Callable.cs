using System.Net;
using System.Text.RegularExpressions;
using Affluence.ServiceDefaults;
using Affluence.Standalone;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;

namespace Affluence.Tests.Credentials;

/// <summary>One of all the things that can be called of a system: a route, or a gRPC method.</summary>
/// <param name="Name">Verbs and route, or a gRPC method's full name.</param>
/// <param name="Address">With <c>x.y</c> for each parameter of the route.</param>
/// <param name="Pattern">The route.</param>
/// <param name="Grpc">Null for what is no gRPC method.</param>
internal sealed partial record Callable(
    string Service, string Port, string Name, Uri Address, string Pattern, IMethod? Grpc, IReadOnlyList<string> Verbs, Version Version)
{
    public static IEnumerable<Callable> AllOf(StandaloneSystem system) => system.Running.SelectMany(running => Of(system, running.Service, running.Host));

    /// <summary>The address with these values for parameters of these names, and <c>x.y</c> for the others.</summary>
    public Uri AddressWith(IReadOnlyDictionary<string, string> parameters) =>
        new(Address, Parameter.Replace(Pattern, parameter => parameters.GetValueOrDefault(parameter.Groups["name"].Value, "x.y")));

    private static IEnumerable<Callable> Of(StandaloneSystem system, ServiceEndpoint service, WebApplication host)
    {
        var addresses = service.Name switch
        {
            "counter" => system.Counter,
            "geo" => system.Geo,
            "site" => system.Site,
            "report" => system.Report,
            "gateway" => system.Gateway,
            _ => throw new NotSupportedException($"{service.Name} is a service that this test does not know."),
        };

        // The management port has a pipeline, and so endpoints, of its own.
        var all = (CompositeEndpointDataSource)host.Services.GetRequiredService<EndpointDataSource>();
        var open = ((IEndpointRouteBuilder)host).DataSources;
        foreach (var source in all.DataSources)
        {
            var port = open.Contains(source) ? "public" : "management";
            foreach (var endpoint in source.Endpoints.Cast<RouteEndpoint>().Where(endpoint => !AnswersUnimplemented(endpoint)))
            {
                var pattern = endpoint.RoutePattern.RawText!;
                var method = endpoint.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method;
                var address = port == "management" ? addresses.Management : (method is null ? null : addresses.Grpc) ?? addresses.Public;
                var verbs = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [];
                var path = endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null ? pattern : "(each file of the pages)";
                yield return new Callable(
                    service.Name,
                    port,
                    method?.FullName ?? $"{(verbs.Count == 0 ? "*" : string.Join(',', verbs))} {path}",
                    new Uri(address, Parameter.Replace(pattern, "x.y")),
                    pattern,
                    method,
                    verbs.Count == 0 ? ["GET", "POST"] : verbs,
                    method is not null || (port == "public" && service.Name is "counter" or "geo") ? HttpVersion.Version20 : HttpVersion.Version11);
            }
        }
    }

    /// <summary>gRPC's answer to methods that there are not.</summary>
    private static bool AnswersUnimplemented(RouteEndpoint endpoint) => endpoint.RoutePattern.RawText!.EndsWith(":grpcunimplemented}", StringComparison.Ordinal);

    [GeneratedRegex(@"\{(?<name>\w*)[^}]*\}", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Parameter { get; }
}
