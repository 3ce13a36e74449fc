using Grpc.Core;
using Grpc.Net.Client.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Affluence.ServiceDefaults;

/// <summary>gRPC clients between the services.</summary>
public static class ServiceClients
{
    /// <summary>
    /// Adds a gRPC client that finds its service by name. Our calls are idempotent, so UNAVAILABLE is tried again (3 attempts within
    /// the caller's deadline, with back-off); gRPC has no deadline of its own, so every call must be given one.
    /// </summary>
    /// <remarks>
    /// Retries are gRPC's own and not those of Microsoft.Extensions.Http.Resilience: a gRPC status travels in trailers, which an HTTP
    /// handler does not see, and its time-outs would cut streams.
    /// </remarks>
    public static IHttpClientBuilder AddServiceClient<TClient>(this IServiceCollection services, ServiceEndpoint service)
        where TClient : class =>
        services
            .AddGrpcClient<TClient>(options => options.Address = new Uri($"http://{service.Name}"))
            .ConfigurePrimaryHttpMessageHandler(provider => new SocketsHttpHandler
            {
                ConnectTimeout = TimeSpan.FromSeconds(2),
                // A peer that was stopped or cut off, and so sends no RST, is found out within 10 s.
                KeepAlivePingDelay = TimeSpan.FromSeconds(5),
                KeepAlivePingTimeout = TimeSpan.FromSeconds(5),
                KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
                EnableMultipleHttp2Connections = true,
                PooledConnectionIdleTimeout = TimeSpan.FromMinutes(5),
                // A channel keeps its handler for good, and HTTP/2 its connection: whoever shares out connections must be asked anew for one.
                PooledConnectionLifetime = provider.GetRequiredService<IOptions<ServiceClientOptions>>().Value.ConnectionLifetime,
            })
            .ConfigureChannel(channel => channel.ServiceConfig = new ServiceConfig { MethodConfigs = { RetryUnavailable } });

    /// <summary>
    /// Limits of one call. The deadline travels with the call, so that the other side stops working for nobody; it is measured by the
    /// machine's clock and not by an injected one, since it guards against a peer that does not answer.
    /// </summary>
    public static CallOptions Within(TimeSpan timeout, CancellationToken cancellationToken) =>
        new(deadline: TimeProvider.System.GetUtcNow().UtcDateTime + timeout, cancellationToken: cancellationToken);

    /// <summary>
    /// Awaits a call whose caller may go away. gRPC ends it with a status then, as if the service had failed; here it ends as everything does
    /// that is cancelled. (gRPC's ThrowOperationCanceledOnCancellation would do so to a deadline that passed as well, which is a failure.)
    /// </summary>
    /// <exception cref="OperationCanceledException">The caller's token was cancelled.</exception>
    /// <exception cref="RpcException">The call failed.</exception>
    public static async Task<TResponse> OrCancelledAsync<TResponse>(this AsyncUnaryCall<TResponse> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call;
        }
        catch (RpcException exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException("The caller no longer wants the answer.", exception, cancellationToken);
        }
    }

    private static MethodConfig RetryUnavailable => new()
    {
        Names = { MethodName.Default },
        RetryPolicy = new RetryPolicy
        {
            MaxAttempts = 3,
            InitialBackoff = TimeSpan.FromMilliseconds(50),
            MaxBackoff = TimeSpan.FromSeconds(1),
            BackoffMultiplier = 3,
            RetryableStatusCodes = { StatusCode.Unavailable },
        },
    };
}
