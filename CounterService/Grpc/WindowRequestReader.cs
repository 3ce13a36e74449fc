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
        var now = timeProvider.GetUtcNow();
        if (request.End is null)
        {
            return TimeWindow.Newest(now, length);
        }

        var end = RequestTime.ReadBucket(request.End, "end");
        return end.Start <= now + RequestTime.MaxAhead
            ? TimeWindow.EndingAt(end, length)
            : throw InvalidArgument.Of("end", $"{RequestTime.Describe(end.Start)} is more than 1 minute ahead of the counter's clock");
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
