using Affluence.Counter.Admission;
using Affluence.Counter.Recording;
using Google.Protobuf.WellKnownTypes;
using Wire = Affluence.Admission.V1;

namespace Affluence.Counter.Grpc;

/// <summary>Arrivals in the words of the contract.</summary>
internal static class ArrivalMessages
{
    private const int MostMinutes = 1_440;
    private const int SecondsPerMinute = 60;

    /// <exception cref="global::Grpc.Core.RpcException">INVALID_ARGUMENT.</exception>
    public static (long From, long To, DateTimeOffset AsOf) Read(Wire.ListArrivalsRequest request)
    {
        var from = RequestTime.ReadMinute(request.From, "from");
        var to = RequestTime.ReadMinute(request.To, "to");
        if (to < from || to - from > MostMinutes)
        {
            InvalidArgument.Throw("to", $"must be from 0 to {MostMinutes} minutes after from");
        }

        return (from, to, request.AsOf is null ? DateTimeOffset.MaxValue : RequestTime.ReadInstant(request.AsOf, "as_of"));
    }

    public static Wire.ListArrivalsResponse Write(IReadOnlyList<ArrivalSum> sums) => new()
    {
        Minutes =
        {
            sums.GroupBy(sum => sum.Minute).OrderBy(minute => minute.Key).Select(minute => new Wire.ArrivalMinute
            {
                Start = new Timestamp { Seconds = minute.Key * SecondsPerMinute },
                Countries = { minute.GroupBy(sum => sum.Country).OrderBy(country => country.Key.ToString(), StringComparer.Ordinal).Select(country => Write(country.Key, [.. country])) },
            }),
        },
    };

    private static Wire.CountryArrivals Write(CountryCode country, ArrivalSum[] sums) => new()
    {
        CountryCode = country.ToString(),
        Joined = (ulong)sums.Where(sum => sum.Kind == RoomMeasure.Joined).Sum(sum => sum.Tickets),
        Waited = { Waits(sums, RoomMeasure.Waited) },
        LetIn = { Waits(sums, RoomMeasure.LetIn) },
    };

    private static IEnumerable<Wire.WaitCount> Waits(ArrivalSum[] sums, RoomMeasure kind) => sums
        .Where(sum => sum.Kind == kind)
        .OrderBy(sum => sum.Wait)
        .Select(sum => new Wire.WaitCount { Minutes = (uint)sum.Wait, Tickets = (ulong)sum.Tickets });
}
