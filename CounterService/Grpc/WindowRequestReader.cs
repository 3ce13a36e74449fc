using Affluence.Counter.Windows;
using Google.Protobuf.WellKnownTypes;
using Wire = Affluence.Counter.V1;

namespace Affluence.Counter.Grpc;

/// <summary>Reads which window is asked for.</summary>
internal sealed class WindowRequestReader(TimeProvider timeProvider)
{
    /// <exception cref="global::Grpc.Core.RpcException">INVALID_ARGUMENT.</exception>
    public TimeWindow Read(Wire.GetWindowRequest request)
    {
        var length = ReadLength(request.Length);
        return request.End is null
            ? TimeWindow.Newest(timeProvider.GetUtcNow(), length)
            : TimeWindow.EndingAt(RequestTime.ReadBucket(request.End, "end"), length);
    }

    /// <exception cref="global::Grpc.Core.RpcException">INVALID_ARGUMENT.</exception>
    public static TimeSpan ReadLength(Duration? length)
    {
        if (length is null)
        {
            return TimeWindow.DefaultLength;
        }

        foreach (var allowed in TimeWindow.Lengths)
        {
            if (length.Nanos == 0 && length.Seconds == (long)allowed.TotalSeconds)
            {
                return allowed;
            }
        }

        throw InvalidArgument.Of("length", $"{length.Seconds}.{Math.Abs(length.Nanos):D9} s is not 1, 5 or 30 minutes");
    }
}
