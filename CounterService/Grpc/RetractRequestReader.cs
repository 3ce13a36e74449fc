using Affluence.Counter.Recording;
using Affluence.Counter.Store;
using Affluence.Counter.Windows;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Options;
using Wire = Affluence.Counter.V1;

namespace Affluence.Counter.Grpc;

/// <summary>Reads which source is to be retracted, and puts on the wire what came of it.</summary>
internal sealed class RetractRequestReader(IOptions<CounterOptions> options)
{
    /// <exception cref="RpcException">INVALID_ARGUMENT.</exception>
    public static SourceId Read(Wire.RetractSourceRequest request) =>
        SourceId.TryParse(request.Source, out var source) ? source : throw InvalidArgument.Of("source", $"must be {SourceId.Grammar}");

    /// <exception cref="RpcException">FAILED_PRECONDITION: it is not held whole.</exception>
    public Wire.RetractSourceResponse Write(RetractedSource retracted)
    {
        if (!retracted.IsHeld)
        {
            throw new RpcException(new Status(StatusCode.FailedPrecondition, $"source: {Refusal(retracted.Minutes)}"));
        }

        var response = new Wire.RetractSourceResponse
        {
            Minutes = (uint)retracted.Minutes.Count,
            UncountableWindows = { retracted.Uncountable.Select(Instant) },
            StoreId = retracted.StoreId,
        };
        if (retracted.Minutes is [var first, ..] and [.., var last])
        {
            (response.FirstMinute, response.LastMinute) = (Instant(first), Instant(last));
        }

        return response;
    }

    private string Refusal(IReadOnlyList<long> expired)
    {
        var kept = $"minutes are kept {options.Value.MinuteRetention} after their last write, and the last {SourceRetraction.TimeToCount} of that are too short to count them again";
        return expired.Count == 0
            ? $"nothing of it is held: it was never recorded, or is expired ({kept}); nothing was retracted"
            : $"{expired.Count} of its minutes, from {RequestTime.Describe(At(expired.Min()))} on, are no longer held, so it can't be retracted any more ({kept}); nothing was retracted";
    }

    private static Timestamp Instant(long minute) => Timestamp.FromDateTimeOffset(At(minute));

    private static DateTimeOffset At(long minute) => DateTimeOffset.FromUnixTimeSeconds(minute * 60);
}
