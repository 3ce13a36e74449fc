using Affluence.Counter.V1;
using Grpc.Core;

namespace Affluence.DiscardingCounter;

/// <summary>Acknowledges records.</summary>
internal sealed class Counter(Received received) : VisitorCounterService.VisitorCounterServiceBase
{
    private static readonly RecordResponse Acknowledged = new() { StoreId = "none" };

    public override Task<RecordResponse> Record(RecordRequest request, ServerCallContext context)
    {
        received.Add(request);
        return Task.FromResult(Acknowledged);
    }
}
