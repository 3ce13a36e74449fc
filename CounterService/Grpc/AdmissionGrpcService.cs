using Affluence.Admission;
using Affluence.Counter.Admission;
using Affluence.ServiceDefaults.Credentials;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Wire = Affluence.Admission.V1;

namespace Affluence.Counter.Grpc;

/// <summary>The gRPC skin of the waiting room.</summary>
internal sealed class AdmissionGrpcService(RoomReportReader reports, RoomKeeper keeper, ArrivalFigures arrivals, TimeProvider time) : Wire.AdmissionService.AdmissionServiceBase
{
    [RequiresCredential(CredentialRole.Ingest)]
    public override async Task<Wire.ExchangeResponse> Exchange(Wire.ExchangeRequest request, ServerCallContext context)
    {
        var view = await keeper.ExchangeAsync(reports.Read(request), context.CancellationToken);
        return new Wire.ExchangeResponse
        {
            State = RoomStates.Write(view.State),
            Now = Timestamp.FromDateTimeOffset(time.GetUtcNow()),
            Waiting =
            {
                view.Reading.Waiting.Where(slot => slot.People > 0).Select(slot => new Wire.WaitingSlot
                {
                    Start = Timestamp.FromDateTimeOffset(slot.Slot.Start),
                    People = (uint)slot.People,
                }),
            },
            Fastest = view.Forecast.Fastest,
            Slowest = view.Forecast.Slowest,
        };
    }

    [RequiresCredential(CredentialRole.Query)]
    public override async Task<Wire.GetRoomResponse> GetRoom(Wire.GetRoomRequest request, ServerCallContext context)
    {
        var view = await keeper.LookAsync(context.CancellationToken);
        return new Wire.GetRoomResponse
        {
            State = RoomStates.Write(view.State),
            Waiting = (uint)view.Reading.TotalWaiting,
            Inside = (uint)view.Reading.Inside,
        };
    }

    [RequiresCredential(CredentialRole.Query)]
    public override async Task<Wire.ListArrivalsResponse> ListArrivals(Wire.ListArrivalsRequest request, ServerCallContext context)
    {
        var (from, to, asOf) = ArrivalMessages.Read(request);
        return ArrivalMessages.Write(await arrivals.ReadAsync(from, to, asOf, context.CancellationToken));
    }
}
