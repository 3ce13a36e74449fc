using Grpc.Core;
using Grpc.Reflection.V1;

namespace Affluence.Testing;

/// <summary>Asks a service what it offers.</summary>
public static class Reflection
{
    /// <returns>OK, or what the refusal says.</returns>
    public static async Task<StatusCode> AskAsync(ChannelBase channel, CancellationToken cancellationToken)
    {
        using var call = new ServerReflection.ServerReflectionClient(channel).ServerReflectionInfo(cancellationToken: cancellationToken);

        // Not awaited: a refusal can come before the question is sent, and the answer alone says which it was.
        _ = call.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "" }, cancellationToken);
        try
        {
            return await call.ResponseStream.MoveNext(cancellationToken) ? StatusCode.OK : call.GetStatus().StatusCode;
        }
        catch (RpcException exception)
        {
            return exception.StatusCode;
        }
    }
}
