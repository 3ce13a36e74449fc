using Affluence.Report.CivilTime;
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

    public static RpcException InvalidArgument(string field, string fault) => Error(StatusCode.InvalidArgument, $"{field}: {fault}");

    public static RpcException Error(StatusCode code, string detail) => new(new Status(code, detail));
}
