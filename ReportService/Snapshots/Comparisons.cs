using Affluence.Report.CivilTime;
using Affluence.Report.Surges;

namespace Affluence.Report.Snapshots;

/// <summary>Gathers the ordinary week to hold a snapshot against.</summary>
internal sealed class Comparisons(PastMinutes pastMinutes, SurgeHistory surges, SiteCalendar calendar)
{
    public const int Weeks = 4;

    /// <summary>The hour around the baseline moment is that of the minutes from this many before it to one less after it.</summary>
    public const int MinutesAround = 30;

    private const int AtATime = 4;

    /// <param name="at">End of a snapshot's window. The moment compared with is that of the whole minute before or at it.</param>
    public async Task<Comparison> GatherAsync(DateTimeOffset at, CancellationToken cancellationToken)
    {
        var minute = MinuteRange.WholeMinute(at);
        CivilMoment[] moments = [.. Enumerable.Range(1, Weeks).Select(weeks => calendar.WeeksBefore(minute, weeks))];
        var weeks = await FindAllAsync(moments.Select(moment => moment.At), cancellationToken);
        var baseline = weeks[0];

        // Where the moment itself is unknown its hour says nothing, and is not worth 60 questions to the counter.
        var hour = baseline.Figures is null
            ? []
            : await FindAllAsync(
                Enumerable.Range(-MinutesAround, 2 * MinutesAround).Select(offset => moments[0].At.AddMinutes(offset)), cancellationToken);
        return new Comparison(
            moments[0],
            baseline,
            [.. weeks.Zip(moments).Where(week => week.First.Figures is not null).Select(week => Week(week.Second.At, week.First.Figures!))],
            [.. hour.Select(past => past.Figures).OfType<MinuteFigures>()])
        {
            Unreachable = weeks.Concat(hour).FirstOrDefault(past => past.IsUnreachable).Reason,
        };
    }

    private PastWeek Week(DateTimeOffset at, MinuteFigures figures) => new(at, figures, surges.BeginningAround(at));

    private async Task<IReadOnlyList<PastMinute>> FindAllAsync(IEnumerable<DateTimeOffset> minutes, CancellationToken cancellationToken)
    {
        var found = new List<PastMinute>();
        foreach (var chunk in minutes.Chunk(AtATime))
        {
            found.AddRange(await Task.WhenAll(chunk.Select(minute => pastMinutes.FindAsync(minute, cancellationToken).AsTask())));
        }

        return found;
    }
}
