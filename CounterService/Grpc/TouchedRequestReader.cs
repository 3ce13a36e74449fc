using Affluence.Counter.Windows;
using Google.Protobuf.WellKnownTypes;
using Wire = Affluence.Counter.V1;

namespace Affluence.Counter.Grpc;

/// <summary>Reads since when minutes are asked for, and puts them on the wire.</summary>
internal sealed class TouchedRequestReader(TimeProvider timeProvider)
{
    /// <exception cref="global::Grpc.Core.RpcException">INVALID_ARGUMENT.</exception>
    public DateTimeOffset? Read(Wire.ListTouchedMinutesRequest request)
    {
        if (request.Since is null)
        {
            return null;
        }

        var since = RequestTime.ReadInstant(request.Since, "since");
        var now = timeProvider.GetUtcNow();
        return since <= now
            ? since
            : throw InvalidArgument.Of("since", $"{RequestTime.Describe(since)} is after the counter's clock, {RequestTime.Describe(now)}");
    }

    public static Wire.ListTouchedMinutesResponse Write(TouchedReading reading) => new()
    {
        Minutes =
        {
            reading.Minutes.Select(minute => new Wire.TouchedMinute
            {
                Start = Timestamp.FromDateTimeOffset(minute.Start),
                LastWrite = Timestamp.FromDateTimeOffset(minute.LastWrite),
            }),
        },
        AsOf = Timestamp.FromDateTimeOffset(reading.AsOf),
        StoreId = reading.StoreId,
    };
}
