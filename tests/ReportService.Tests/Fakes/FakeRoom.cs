using Affluence.Admission.V1;
using Grpc.Core;

namespace Affluence.ReportService.Tests.Fakes;

/// <summary>The waiting room as the test has it: closed, unless said otherwise.</summary>
internal sealed class FakeRoom : AdmissionService.AdmissionServiceBase
{
    public RoomState State { get; set; } = new();

    public ListArrivalsResponse Arrivals { get; set; } = new();

    /// <summary>When set, every call ends with it.</summary>
    public StatusCode? Failure { get; set; }

    public override Task<GetRoomResponse> GetRoom(GetRoomRequest request, ServerCallContext context) => Answer(new GetRoomResponse { State = State });

    public override Task<ListArrivalsResponse> ListArrivals(ListArrivalsRequest request, ServerCallContext context) =>
        Answer(new ListArrivalsResponse { Minutes = { Arrivals.Minutes.Where(minute => minute.Start >= request.From && minute.Start < request.To) } });

    private Task<T> Answer<T>(T answer) =>
        Failure is { } failure ? throw new RpcException(new Status(failure, "as the test wants")) : Task.FromResult(answer);
}
