using Affluence.Counter.Store;
using Affluence.Counter.Windows;
using Affluence.ServiceDefaults.Credentials;
using Grpc.Core;
using Wire = Affluence.Counter.V1;

namespace Affluence.Counter.Grpc;

/// <summary>The gRPC skin of the counter.</summary>
internal sealed class VisitorCounterGrpcService(
    RecordRequestReader records,
    WindowRequestReader windows,
    TouchedRequestReader touchedRequests,
    TouchedMinutes touchedMinutes,
    RetractRequestReader retractRequests,
    SourceRetraction retraction,
    HitWriter writer,
    WindowCounter counter,
    CounterMetrics metrics,
    IHostApplicationLifetime lifetime,
    TimeProvider timeProvider) : Wire.VisitorCounterService.VisitorCounterServiceBase
{
    private static readonly TimeSpan LongestWindow = TimeSpan.FromMinutes(30);

    [RequiresCredential(CredentialRole.Ingest)]
    public override async Task<Wire.RecordResponse> Record(Wire.RecordRequest request, ServerCallContext context)
    {
        try
        {
            var record = records.Read(request);
            var storeId = await writer.AddAsync(record, context.CancellationToken);
            metrics.RecordAdded(record.Countries.Sum(country => country.Served.Count + country.Refused.Count));
            return new Wire.RecordResponse { StoreId = storeId };
        }
        catch (RpcException exception)
        {
            metrics.RecordFailed(exception.StatusCode.ToString());
            throw;
        }
        catch (StoreException exception)
        {
            metrics.RecordFailed(exception.ErrorType);
            throw;
        }
        catch (SourceRetractedException)
        {
            metrics.RecordFailed("SourceRetracted");
            throw;
        }
    }

    [RequiresCredential(CredentialRole.Ingest)]
    public override async Task<Wire.RetractSourceResponse> RetractSource(Wire.RetractSourceRequest request, ServerCallContext context) =>
        retractRequests.Write(await retraction.RetractAsync(RetractRequestReader.Read(request), context.CancellationToken));

    [RequiresCredential(CredentialRole.Query)]
    public override Task<Wire.GetWindowResponse> GetWindow(Wire.GetWindowRequest request, ServerCallContext context) =>
        CountAsync(windows.Read(request), context.CancellationToken);

    [RequiresCredential(CredentialRole.Query)]
    public override async Task WatchWindow(
        Wire.WatchWindowRequest request, IServerStreamWriter<Wire.WatchWindowResponse> responseStream, ServerCallContext context)
    {
        var length = WindowRequestReader.ReadLength(request.Length);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        using var timer = new PeriodicTimer(length == LongestWindow ? TimeSpan.FromMinutes(1) : TimeSpan.FromSeconds(2), timeProvider);
        try
        {
            do
            {
                var window = await CountAsync(TimeWindow.Newest(timeProvider.GetUtcNow(), length), ending.Token);
                await responseStream.WriteAsync(new Wire.WatchWindowResponse { Window = window }, ending.Token);
            }
            while (await timer.WaitForNextTickAsync(ending.Token));
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The caller went away, or the service is stopping: the stream ends.
        }
    }

    [RequiresCredential(CredentialRole.Query, CredentialRole.Ingest)]
    public override async Task<Wire.ListTouchedMinutesResponse> ListTouchedMinutes(
        Wire.ListTouchedMinutesRequest request, ServerCallContext context) =>
        TouchedRequestReader.Write(await touchedMinutes.ReadAsync(touchedRequests.Read(request), context.CancellationToken));

    private async Task<Wire.GetWindowResponse> CountAsync(TimeWindow window, CancellationToken cancellationToken)
    {
        var (figures, gap) = await counter.CountAsync(window, cancellationToken);
        return figures is not null
            ? WindowResponses.Of(figures)
            : throw new RpcException(new Status(StatusCode.FailedPrecondition, $"end: {gap!.Message}"));
    }
}
