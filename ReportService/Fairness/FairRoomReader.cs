using Affluence.Report.Room;
using Affluence.Report.Snapshots;

namespace Affluence.Report.Fairness;

/// <summary>Reads the room with whether countries waited alike in it.</summary>
internal sealed class FairRoomReader(RoomReader room)
{
    private (DateTimeOffset Opened, DateTimeOffset Minute, RoomFairness Fairness)? _last;

    /// <param name="end">End of the window. Between whole minutes what was found in the same minute stands: it moves slowly, and is composed every 2 s.</param>
    /// <param name="cancellationToken">The caller went away.</param>
    public async Task<RoomReading> ReadAsync(DateTimeOffset end, CancellationToken cancellationToken)
    {
        var reading = await room.ReadAsync(end, cancellationToken);
        return reading is { Figures: { OpenSince: { } opened } figures, Arrivals: { } pieces }
            ? reading with { Figures = figures with { Fairness = Of(opened, end, pieces) } }
            : reading;
    }

    private RoomFairness Of(DateTimeOffset opened, DateTimeOffset end, IReadOnlyList<ArrivalPiece> pieces)
    {
        var minute = MinuteRange.WholeMinute(end);
        if (minute == end)
        {
            return Test(pieces, end);
        }

        if (_last is not { } last || last.Opened != opened || last.Minute != minute)
        {
            _last = last = (opened, minute, Test(pieces, end));
        }

        return last.Fairness;
    }

    private static RoomFairness Test(IReadOnlyList<ArrivalPiece> pieces, DateTimeOffset end) =>
        Summarize(FairnessComposer.Compose([.. pieces.SelectMany(piece => piece.Cohorts)], end));

    private static RoomFairness Summarize(FairnessFigures figures) => new(
        figures.Level,
        figures.Tested,
        figures.NotTested,
        [
            .. figures.Found.Select(country => new RoomDifference(
                country.Code, country.Verdict == FairnessVerdict.WaitedLonger, country.MedianMinutes, country.OthersMedianMinutes)),
        ]);
}
