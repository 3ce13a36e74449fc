using Affluence.Counter.Identity;
using Affluence.Counter.Store;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Affluence.Counter.Grpc;

/// <summary>Tells callers what the store's failures mean to them.</summary>
internal sealed partial class StoreFaultInterceptor(ILogger<StoreFaultInterceptor> logger) : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(request, context);
        }
        catch (StoreException exception)
        {
            throw Translate(exception, context);
        }
        catch (SourceRetractedException exception)
        {
            throw new RpcException(new Status(StatusCode.FailedPrecondition, $"source: {exception.Message}"));
        }
        catch (IdentityKeyException exception)
        {
            throw new RpcException(new Status(StatusCode.FailedPrecondition, exception.Message));
        }
        catch (OperationCanceledException) when (context.CancellationToken.IsCancellationRequested)
        {
            throw new RpcException(new Status(StatusCode.Cancelled, "the caller went away"));
        }
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await continuation(request, responseStream, context);
        }
        catch (StoreException exception)
        {
            throw Translate(exception, context);
        }
    }

    private RpcException Translate(StoreException exception, ServerCallContext context)
    {
        if (exception.Fault == StoreFault.Broken)
        {
            Log.StoreBroken(logger, exception, context.Method);
        }

        var code = exception.Fault switch
        {
            StoreFault.Unavailable => StatusCode.Unavailable,
            StoreFault.OutOfMemory => StatusCode.ResourceExhausted,
            _ => StatusCode.Internal,
        };
        return new RpcException(new Status(code, exception.Message));
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "The store answered {Method} as it never should.")]
        public static partial void StoreBroken(ILogger logger, Exception exception, string method);
    }
}
