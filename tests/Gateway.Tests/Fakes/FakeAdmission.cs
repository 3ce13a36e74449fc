using Affluence.Admission.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Affluence.Gateway.Tests.Fakes;

/// <summary>A counter that decides of the waiting room what the test says, and keeps what it is told.</summary>
internal sealed class FakeAdmission : AdmissionService.AdmissionServiceBase
{
    private readonly Lock _lock = new();
    private readonly HashSet<ulong> _waiting = [];
    private readonly HashSet<ulong> _inside = [];
    private long _exchanges;

    public bool IsAway { get; set; }

    /// <summary>How far its clock is ahead.</summary>
    public TimeSpan Ahead { get; set; }

    public DateTimeOffset? OpenedAt { get; set; }

    /// <summary>Whoever arrived before it is let in.</summary>
    public DateTimeOffset Frontier { get; set; } = DateTimeOffset.UnixEpoch;

    public int WaitingPeople { get; set; }

    public double Rate { get; set; }

    public RoomState? Known { get; private set; }

    public IReadOnlySet<ulong> Waiting => Copy(_waiting);

    public IReadOnlySet<ulong> Inside => Copy(_inside);

    /// <summary>Awaits that a gateway has been told what this is set to: one exchange may have been under way.</summary>
    public Task ToldAsync()
    {
        var last = Interlocked.Read(ref _exchanges);
        return Eventually.TrueAsync(() => Interlocked.Read(ref _exchanges) >= last + 3, () => "the gateway does not ask");
    }

    public override Task<ExchangeResponse> Exchange(ExchangeRequest request, ServerCallContext context)
    {
        if (IsAway)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, "away"));
        }

        lock (_lock)
        {
            _waiting.UnionWith(request.Waiting.SelectMany(slot => slot.Tickets));
            _inside.UnionWith(request.Inside);
            Known = request.Known;
        }

        var response = new ExchangeResponse
        {
            State = new RoomState { Frontier = Timestamp.FromDateTimeOffset(Frontier), OpenedAt = OpenedAt is { } opened ? Timestamp.FromDateTimeOffset(opened) : null },
            Now = Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow() + Ahead),
            Fastest = Rate,
            Slowest = Rate,
        };
        if (WaitingPeople > 0)
        {
            response.Waiting.Add(new WaitingSlot { Start = Timestamp.FromDateTimeOffset(Bucket.Of(Frontier).Start), People = (uint)WaitingPeople });
        }

        Interlocked.Increment(ref _exchanges);
        return Task.FromResult(response);
    }

    private HashSet<ulong> Copy(HashSet<ulong> set)
    {
        lock (_lock)
        {
            return [.. set];
        }
    }
}
