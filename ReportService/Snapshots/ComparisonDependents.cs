using Affluence.Report.CivilTime;

namespace Affluence.Report.Snapshots;

/// <summary>Finds the minutes that are compared with given ones: those that must be compared again when these change.</summary>
internal sealed class ComparisonDependents(SiteCalendar calendar)
{
    private const long Week = 7 * 24 * 60;

    // By how much clocks are ever moved, generously: a week later by the clock on the wall is at most so far from 168 hours.
    private const long MostClocksMove = 3 * 60;

    /// <param name="changed">Minutes since 1970, in order.</param>
    /// <param name="onRecord">The minutes on record of [from, to].</param>
    public IEnumerable<long> Of(IReadOnlyList<long> changed, Func<long, long, IReadOnlyList<long>> onRecord)
    {
        var set = changed.ToHashSet();
        foreach (var (first, last) in Runs(changed))
        {
            for (var weeks = 1; weeks <= Comparisons.Weeks; weeks++)
            {
                var (shift, reach) = (weeks * Week, MostClocksMove + (weeks == 1 ? Comparisons.MinutesAround : 0));
                foreach (var minute in onRecord(first + shift - reach, last + shift + reach))
                {
                    if (IsComparedWith(minute, weeks, set))
                    {
                        yield return minute;
                    }
                }
            }
        }
    }

    /// <summary>The minutes that one is compared with: first the baseline, then its hour and the weeks before.</summary>
    public IEnumerable<long> ComparedWith(long minute)
    {
        var baseline = Earlier(minute, 1);
        return Enumerable.Range(2, Comparisons.Weeks - 1).Select(weeks => Earlier(minute, weeks)).Prepend(baseline).Concat(HourAround(baseline));
    }

    private static IEnumerable<(long First, long Last)> Runs(IReadOnlyList<long> minutes)
    {
        for (var index = 0; index < minutes.Count; index++)
        {
            var first = minutes[index];
            while (index + 1 < minutes.Count && minutes[index + 1] - minutes[index] <= Comparisons.MinutesAround)
            {
                index++;
            }

            yield return (first, minutes[index]);
        }
    }

    private static IEnumerable<long> HourAround(long baseline) =>
        Enumerable.Range(-Comparisons.MinutesAround, 2 * Comparisons.MinutesAround).Select(offset => baseline + offset);

    private bool IsComparedWith(long minute, int weeks, HashSet<long> changed)
    {
        var earlier = Earlier(minute, weeks);
        return changed.Contains(earlier) || (weeks == 1 && HourAround(earlier).Any(changed.Contains));
    }

    private long Earlier(long minute, int weeks) => calendar.WeeksBefore(DateTimeOffset.FromUnixTimeSeconds(minute * 60), weeks).At.ToUnixTimeSeconds() / 60;
}
