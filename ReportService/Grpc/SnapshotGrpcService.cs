using Affluence.Report.History;
using Affluence.Report.Live;
using Affluence.Report.Snapshots;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using static Affluence.Report.Grpc.GrpcRequest;
using Wire = Affluence.Report.V1;

namespace Affluence.Report.Grpc;

/// <summary>The report for programs.</summary>
internal sealed class SnapshotGrpcService(
    CurrentSnapshot current, SnapshotArchive archive, SnapshotHistory history, Places places, ReadingTurns turns, IHostApplicationLifetime lifetime)
    : Wire.SnapshotService.SnapshotServiceBase
{
    public override async Task<Wire.GetSnapshotResponse> GetSnapshot(Wire.GetSnapshotRequest request, ServerCallContext context)
    {
        if (request.At is null)
        {
            if (request.Revision > 0)
            {
                throw InvalidArgument("revision", "is of a past minute, which `at` must name.");
            }

            var snapshot = current.Read() ?? throw Error(StatusCode.Unavailable, current.Failure ?? "The first snapshot is not composed yet.");
            return new Wire.GetSnapshotResponse { Snapshot = snapshot.ToMessage() };
        }

        var at = Instant("at", request.At);
        var answer = request.Revision == 0
            ? await archive.FindAsync(at, context.CancellationToken)
            : archive.FindRevision(at, (int)Math.Min(request.Revision, int.MaxValue));
        return answer switch
        {
            ArchiveAnswer.Found { Snapshot: var snapshot } => new Wire.GetSnapshotResponse { Snapshot = snapshot.ToMessage() },
            ArchiveAnswer.Unknown { Reason: var reason } => throw Error(StatusCode.NotFound, reason),
            ArchiveAnswer.Unreachable { Reason: var reason } => throw Error(StatusCode.Unavailable, reason),
            var other => throw new InvalidOperationException($"{other.GetType()} is no kind of answer known here."),
        };
    }

    public override async Task<Wire.ListSnapshotsResponse> ListSnapshots(Wire.ListSnapshotsRequest request, ServerCallContext context)
    {
        var (range, parameter, fault) = MinuteRange.Create(
            Instant("from", request.From),
            Instant("to", request.To),
            request.Step is null ? MinuteRange.DefaultStep : Length("step", request.Step));
        if (range is null)
        {
            throw InvalidArgument(parameter!, fault!);
        }

        var start = PageStart(request.PageToken, range);
        using var place = places.EnterExport(context);
        return await turns.TakeAsync(() => SnapshotPages.Read(history, range, start), context.CancellationToken);
    }

    public override Task<Wire.ListRevisionsResponse> ListRevisions(Wire.ListRevisionsRequest request, ServerCallContext context)
    {
        var response = new Wire.ListRevisionsResponse();
        response.Revisions.AddRange(history.Revisions(Instant("at", request.At)).Select(revision => revision.ToMessage()));
        return response.Revisions.Count > 0
            ? Task.FromResult(response)
            : throw Error(StatusCode.NotFound, "The minute is not on record.");
    }

    public override async Task WatchSnapshots(
        Wire.WatchSnapshotsRequest request, IServerStreamWriter<Wire.WatchSnapshotsResponse> responseStream, ServerCallContext context)
    {
        using var place = places.TryEnter(PlaceKind.GrpcStream, context.GetHttpContext().Connection.RemoteIpAddress)
            ?? throw Error(StatusCode.ResourceExhausted, "All places at the streams are taken, or all that one address may have; try again later.");

        // Without the second token an open stream would hold up the end of the process.
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        await foreach (var publication in current.WatchAsync(ending.Token))
        {
            await responseStream.WriteAsync(new Wire.WatchSnapshotsResponse { Snapshot = publication.Told?.ToMessage() }, ending.Token);
        }

        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            throw Error(StatusCode.Unavailable, "The report is stopping.");
        }
    }

    private static DateTimeOffset PageStart(string token, MinuteRange range) =>
        SnapshotPages.Start(token, range) ?? throw InvalidArgument("page_token", "is not the next_page_token of a page of this range.");

    private static TimeSpan Length(string field, Duration duration)
    {
        try
        {
            return duration.ToTimeSpan();
        }
        catch (Exception exception) when (exception is InvalidOperationException or OverflowException)
        {
            throw InvalidArgument(field, "is no valid duration.");
        }
    }
}
