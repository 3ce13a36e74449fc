using Affluence.Admission.V1;
using Affluence.Counter.V1;
using Grpc.Core;

namespace Affluence.ReportService.Tests.Fakes;

/// <summary>A client that asks a fake without a socket in between: for tests of what the report makes of the answers.</summary>
internal sealed class CounterInProcess(FakeCounter counter) : VisitorCounterService.VisitorCounterServiceClient
{
    public override AsyncUnaryCall<GetWindowResponse> GetWindowAsync(GetWindowRequest request, CallOptions options) =>
        Call(() => counter.GetWindow(request, null!));

    public override AsyncUnaryCall<ListTouchedMinutesResponse> ListTouchedMinutesAsync(ListTouchedMinutesRequest request, CallOptions options) =>
        Call(() => counter.ListTouchedMinutes(request, null!));

    internal static AsyncUnaryCall<T> Call<T>(Func<Task<T>> answer)
    {
        // What the fake throws is the outcome of the call, as it would be over a socket.
        async Task<T> AnswerAsync() => await answer();
        return new AsyncUnaryCall<T>(AnswerAsync(), Task.FromResult(Metadata.Empty), () => Status.DefaultSuccess, () => Metadata.Empty, () => { });
    }
}

/// <summary>The same for the waiting room that the fake keeps.</summary>
internal sealed class RoomInProcess(FakeRoom room) : AdmissionService.AdmissionServiceClient
{
    public override AsyncUnaryCall<GetRoomResponse> GetRoomAsync(GetRoomRequest request, CallOptions options) =>
        CounterInProcess.Call(() => room.GetRoom(request, null!));

    public override AsyncUnaryCall<ListArrivalsResponse> ListArrivalsAsync(ListArrivalsRequest request, CallOptions options) =>
        CounterInProcess.Call(() => room.ListArrivals(request, null!));
}
