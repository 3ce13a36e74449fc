using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Affluence.ServiceDefaults.Credentials;

/// <summary>Ends calls without a role's credential before the service's method runs.</summary>
internal sealed class CredentialInterceptor(CredentialRole role, CredentialVerifier verifier, CredentialMetrics metrics) : Interceptor
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
        var verdict = verifier.Verify(role, context.GetHttpContext());
        if (verdict != CredentialVerdict.Granted)
        {
            metrics.Refused(role, verdict);
            throw new RpcException(new Status(StatusCode.Unauthenticated, CredentialEndpoints.Explain(role, verdict)));
        }
    }
}
