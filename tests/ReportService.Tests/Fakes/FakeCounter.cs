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

    /// <summary>The waiting room that it keeps.</summary>
    public FakeRoom Room { get; } = new();

    /// <summary>Names the memory of its store.</summary>
    public string StoreId { get; set; } = "fake";

    /// <summary>When each minute was last written to, by its start.</summary>
    public ConcurrentDictionary<DateTimeOffset, DateTimeOffset> LastWrites { get; } = [];

    /// <summary>Since when touched minutes were asked for; null is all of them.</summary>
    public ConcurrentQueue<DateTimeOffset?> TouchedCalls { get; } = new();

    /// <summary>When set, every call ends with it; FAILED_PRECONDITION, as of the counter, is of windows only.</summary>
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

        if (request.End?.ToDateTimeOffset().Year < 2000)
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, "end: is before 2000"));
        }

        var end = request.End?.ToDateTimeOffset() ?? Bucket.Of(timeProvider.GetUtcNow()).Start;
        return Task.FromResult(Windows(end, length) is { } window ? window.ToResponse(end, length) : new GetWindowResponse
        {
            End = end.ToTimestamp(),
            Length = length.ToDuration(),
            StoreId = StoreId,
        });
    }

    /// <summary>Something is recorded now into a minute, or into several.</summary>
    public void Touch(DateTimeOffset start, int minutes = 1)
    {
        for (var minute = 0; minute < minutes; minute++)
        {
            LastWrites[start.AddMinutes(minute)] = timeProvider.GetUtcNow();
        }
    }

    public override Task<ListTouchedMinutesResponse> ListTouchedMinutes(ListTouchedMinutesRequest request, ServerCallContext context)
    {
        TouchedCalls.Enqueue(request.Since?.ToDateTimeOffset());
        if (Failure is { } failure and not StatusCode.FailedPrecondition)
        {
            throw new RpcException(new Status(failure, "as the test wants"));
        }

        var now = timeProvider.GetUtcNow();
        var since = request.Since?.ToDateTimeOffset() ?? DateTimeOffset.MinValue;
        return Task.FromResult(new ListTouchedMinutesResponse
        {
            Minutes =
            {
                LastWrites.Where(write => write.Value >= since).OrderBy(write => write.Key).Select(write => new TouchedMinute
                {
                    Start = write.Key.ToTimestamp(),
                    LastWrite = write.Value.ToTimestamp(),
                }),
            },
            AsOf = now.AddSeconds(-12).ToTimestamp(),
            StoreId = StoreId,
        });
    }
}
