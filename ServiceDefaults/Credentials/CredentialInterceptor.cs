using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.AspNetCore.Http;

namespace Affluence.ServiceDefaults.Credentials;

/// <summary>Ends calls of methods that need a role, and come without its credential, before the service's method runs.</summary>
internal sealed class CredentialInterceptor(CredentialVerifier verifier, CredentialMetrics metrics) : Interceptor
{
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        ThrowUnlessGranted(context);
        return continuation(request, context);
    }

    public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        ThrowUnlessGranted(context);
        return continuation(requestStream, context);
    }

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        ThrowUnlessGranted(context);
        return continuation(request, responseStream, context);
    }

    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        ThrowUnlessGranted(context);
        return continuation(requestStream, responseStream, context);
    }

    private void ThrowUnlessGranted(ServerCallContext context)
    {
        var http = context.GetHttpContext();
        if (http.GetEndpoint()?.Metadata.GetMetadata<RequiresCredentialAttribute>() is not { Roles: var roles })
        {
            return;
        }

        var verdict = verifier.Verify(roles, http);
        if (verdict != CredentialVerdict.Granted)
        {
            metrics.Refused(roles[0], verdict);
            throw new RpcException(new Status(StatusCode.Unauthenticated, verifier.Explain(roles, verdict)));
        }
    }
}
