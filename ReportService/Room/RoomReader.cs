using Affluence.Admission.V1;
using Affluence.Report.Snapshots;
using Affluence.ServiceDefaults;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace Affluence.Report.Room;

/// <summary>The room's figures, or why they can't be told.</summary>
/// <param name="Arrivals">Of an open room, what its figures were made of.</param>
internal readonly record struct RoomReading(RoomFigures? Figures, string? Reason, IReadOnlyList<ArrivalPiece>? Arrivals = null);

/// <summary>Asks the counter for the waiting room.</summary>
internal sealed class RoomReader(AdmissionService.AdmissionServiceClient client, ArrivalReader arrivals, IOptions<ReportOptions> options, TimeProvider time)
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    private (long At, RoomState State)? _state;

    /// <param name="end">End of the window.</param>
    /// <param name="cancellationToken">The caller went away.</param>
    public async Task<RoomReading> ReadAsync(DateTimeOffset end, CancellationToken cancellationToken)
    {
        try
        {
            var state = await ReadStateAsync(cancellationToken);
            var (opened, closed) = (state.OpenedAt?.ToDateTimeOffset() ?? DateTimeOffset.UnixEpoch, state.ClosedAt?.ToDateTimeOffset() ?? DateTimeOffset.UnixEpoch);
            if (opened > DateTimeOffset.UnixEpoch && end <= opened && closed > DateTimeOffset.UnixEpoch && end <= closed)
            {
                return new RoomReading(null, "The counter knows when the waiting room was last open, and this was before.");
            }

            if (end <= opened || (closed >= opened && end > closed) || opened == DateTimeOffset.UnixEpoch)
            {
                return new RoomReading(RoomFigures.Closed, null);
            }

            var pieces = await ReadArrivalsAsync(opened, end, cancellationToken);
            return new RoomReading(RoomComposer.Compose(opened, end, [.. pieces.SelectMany(piece => piece.OfAllCountries)]), null, pieces);
        }
        catch (RpcException exception) when (!cancellationToken.IsCancellationRequested)
        {
            return new RoomReading(null, $"The counter did not tell of the waiting room ({exception.StatusCode}).");
        }
    }

    private async Task<RoomState> ReadStateAsync(CancellationToken cancellationToken)
    {
        if (_state is not { } known || time.GetElapsedTime(known.At) > Freshness)
        {
            var room = await client.GetRoomAsync(new GetRoomRequest(), ServiceClients.Within(options.Value.CounterDeadline, cancellationToken));
            _state = known = (time.GetTimestamp(), room.State ?? new RoomState());
        }

        return known.State;
    }

    private Task<IReadOnlyList<ArrivalPiece>> ReadArrivalsAsync(DateTimeOffset opened, DateTimeOffset end, CancellationToken cancellationToken)
    {
        var to = MinuteRange.WholeMinute(end.AddMinutes(1).AddTicks(-1));
        var from = MinuteRange.WholeMinute(opened);
        return arrivals.ReadAsync(from < to - ArrivalReader.Longest ? to - ArrivalReader.Longest : from, to, end, cancellationToken);
    }
}
