using Grpc.AspNetCore.Server;
using Microsoft.Extensions.DependencyInjection;

namespace Affluence.ServiceDefaults;

/// <summary>What a gRPC service takes and tells. A service whose contract allows larger messages says so itself.</summary>
internal static class GrpcLimits
{
    private const int MaxMessageSize = 1024 * 1024;

    public static void Set(IServiceCollection services)
    {
        services.Configure<GrpcServiceOptions>(grpc =>
        {
            grpc.MaxReceiveMessageSize = MaxMessageSize;
            grpc.EnableDetailedErrors = false;
        });

        // A small message that unpacks to a large one is refused unread, UNIMPLEMENTED. Afterwards, because gRPC fills in an empty list.
        services.PostConfigure<GrpcServiceOptions>(grpc => grpc.CompressionProviders.Clear());
    }
}
