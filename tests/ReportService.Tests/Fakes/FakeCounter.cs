using System.Collections.Concurrent;
using Affluence.Counter.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Affluence.ReportService.Tests.Fakes;

/// <summary>A counter whose figures are a function of the window asked for.</summary>
internal sealed class FakeCounter(TimeProvider timeProvider) : VisitorCounterService.VisitorCounterServiceBase
{
    private readonly ConcurrentQueue<(DateTimeOffset? End, TimeSpan Length)> _calls = new();

    /// <summary>The figures of a window by its end and length; null: nothing was recorded. A hundred visitors for a day, unless said otherwise.</summary>
    public Func<DateTimeOffset, TimeSpan, FakeWindow?> Windows { get; set; } =
        (end, _) => timeProvider.GetUtcNow() - end < TimeSpan.FromDays(1) ? FakeWindow.Of(("CA", 100)) : null;

    /// <summary>When set, every call ends with it.</summary>
    public StatusCode? Failure { get; set; }

    /// <summary>The windows asked for; an end of null is the newest.</summary>
    public IReadOnlyCollection<(DateTimeOffset? End, TimeSpan Length)> Calls => _calls;

    public override Task<GetWindowResponse> GetWindow(GetWindowRequest request, ServerCallContext context)
    {
        var length = request.Length?.ToTimeSpan() ?? TimeSpan.FromMinutes(5);
        _calls.Enqueue((request.End?.ToDateTimeOffset(), length));
        if (Failure is { } failure)
        {
            throw new RpcException(new Status(failure, "as the test wants"));
        }

        var end = request.End?.ToDateTimeOffset() ?? Bucket.Of(timeProvider.GetUtcNow()).Start;
        return Task.FromResult(Windows(end, length) is { } window ? window.ToResponse(end, length) : new GetWindowResponse
        {
            End = end.ToTimestamp(),
            Length = length.ToDuration(),
            StoreId = "fake",
        });
    }
}
