using Affluence.Report.CivilTime;
using Affluence.Report.Live;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Affluence.Report.Grpc;

/// <summary>Reads what requests have in common, and says what is wrong with them.</summary>
internal static class GrpcRequest
{
    /// <exception cref="RpcException">INVALID_ARGUMENT.</exception>
    public static DateTimeOffset Instant(string field, Timestamp? timestamp)
    {
        if (timestamp is null)
        {
            throw InvalidArgument(field, "must be set.");
        }

        DateTimeOffset instant;
        try
        {
            instant = timestamp.ToDateTimeOffset();
        }
        catch (InvalidOperationException)
        {
            throw InvalidArgument(field, "is no valid timestamp.");
        }

        return instant.Year is >= MomentText.FirstYear and <= MomentText.LastYear
            ? instant
            : throw InvalidArgument(field, $"is not in the years {MomentText.FirstYear} to {MomentText.LastYear}.");
    }

    /// <summary>A place of who reads a range, to be disposed of when it was read.</summary>
    /// <exception cref="RpcException">RESOURCE_EXHAUSTED.</exception>
    public static IDisposable EnterExport(this Places places, ServerCallContext context) =>
        places.TryEnter(PlaceKind.Export, context.GetHttpContext().Connection.RemoteIpAddress)
            ?? throw Error(StatusCode.ResourceExhausted, "Too many ranges are being read, in all or by this address; try again later.");

    public static RpcException InvalidArgument(string field, string fault) => Error(StatusCode.InvalidArgument, $"{field}: {fault}");

    public static RpcException Error(StatusCode code, string detail) => new(new Status(code, detail));
}
