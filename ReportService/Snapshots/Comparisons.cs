using Affluence.Report.CivilTime;

namespace Affluence.Report.Snapshots;

/// <summary>Gathers the ordinary week to hold a snapshot against.</summary>
internal sealed class Comparisons(PastMinutes pastMinutes, SiteCalendar calendar)
{
    private const int Weeks = 4;
    private const int MinutesAround = 30;
    private const int AtATime = 4;

    /// <param name="at">End of a snapshot's window. The moment compared with is that of the whole minute before or at it.</param>
    public async Task<Comparison> GatherAsync(DateTimeOffset at, CancellationToken cancellationToken)
    {
        var minute = MinuteRange.WholeMinute(at);
        var moment = calendar.WeeksBefore(minute, 1);
        var known = await pastMinutes.FindAsync(moment.At, cancellationToken);
        var earlier = await FindAllAsync(Enumerable.Range(2, Weeks - 1).Select(weeks => calendar.WeeksBefore(minute, weeks).At), cancellationToken);

        // Where the moment itself is unknown its hour says nothing, and is not worth 60 questions to the counter.
        var hour = known.Figures is null
            ? []
            : await FindAllAsync(Enumerable.Range(-MinutesAround, 2 * MinutesAround).Select(offset => moment.At.AddMinutes(offset)), cancellationToken);
        return new Comparison(moment, known, earlier, hour);
    }

    private async Task<IReadOnlyList<MinuteFigures>> FindAllAsync(IEnumerable<DateTimeOffset> minutes, CancellationToken cancellationToken)
    {
        var found = new List<MinuteFigures>();
        foreach (var chunk in minutes.Chunk(AtATime))
        {
            var answers = await Task.WhenAll(chunk.Select(minute => pastMinutes.FindAsync(minute, cancellationToken).AsTask()));
            found.AddRange(answers.Select(answer => answer.Figures).OfType<MinuteFigures>());
        }

        return found;
    }
}
