using System.Diagnostics.CodeAnalysis;
using Grpc.Core;

namespace Affluence.Counter.Grpc;

/// <summary>Refuses a request: the message names the field, its value and the rule.</summary>
internal static class InvalidArgument
{
    [DoesNotReturn]
    public static void Throw(string field, string problem) => throw Of(field, problem);

    public static RpcException Of(string field, string problem) => new(new Status(StatusCode.InvalidArgument, $"{field}: {problem}"));
}
