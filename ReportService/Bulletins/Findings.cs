using Affluence.Report.CivilTime;
using Affluence.Report.Room;
using Affluence.Report.Snapshots;
using Affluence.Report.Surges;

namespace Affluence.Report.Bulletins;

/// <summary>What is worth saying of a snapshot: decided once, so that both languages say the same. A finding that is null is not said.</summary>
/// <param name="snapshot">The figures.</param>
/// <param name="calendar">The site's.</param>
/// <param name="attribution">What the licence of the country data asks to show. Null: nothing, or not known.</param>
internal sealed class Findings(Snapshot snapshot, SiteCalendar calendar, string? attribution)
{
    private const int CountriesNamed = 4;

    // A smaller country would be lost among the roundings of the larger ones.
    private const double SmallestShareNamed = 0.005;

    // From here on the unknown could be one of the countries named.
    private const double SmallestUnknownShareNamed = 0.01;

    // A median within a fifth of the week before says the same in other words.
    private const double AnotherStory = 1.25;

    public DateTimeOffset At => snapshot.At;

    public long? Visitors => snapshot.Visitors;

    /// <summary>Relative, as 0.002; null when it is not known or there is nobody to be wrong about.</summary>
    public double? StandardError => snapshot is { Visitors: > 0, StandardError: > 0 and var error } ? error : null;

    public bool IsFinal => snapshot.Final;

    public bool IsStale => snapshot.Quality.Stale is not null;

    /// <summary>Whether any number is said at all.</summary>
    public bool HasFigures => Visitors is not null || RefusedShare is not null;

    /// <summary>A gateway had not reported up to the end of the window.</summary>
    public bool MayBeIncomplete => snapshot.Quality.DelayedWriters > 0;

    public DateTimeOffset BaselineAt => snapshot.Baseline.At;

    public long? BaselineVisitors => snapshot.Baseline.Visitors;

    /// <summary>Null when either number is not known, or none.</summary>
    public Contrast? Contrast => WithBaseline(snapshot.Visitors, snapshot.Baseline.Visitors);

    /// <summary>The baseline moment lay in a surge itself.</summary>
    public bool BaselineInSurge => snapshot.Baseline.WeeksLeftOut.Contains(snapshot.Baseline.At);

    /// <summary>None unless the baseline is the one that the site's calendar, as it is set now, gives.</summary>
    public ClockChange ClockChange
    {
        get
        {
            var minute = MinuteRange.WholeMinute(snapshot.At);
            return calendar.WeeksBefore(minute, 1).At == BaselineAt ? ClockChanges.Before(minute, calendar) : ClockChange.None;
        }
    }

    public MedianFinding? Median
    {
        get
        {
            if (Visitors is null || snapshot.Baseline.Median4Weeks is not { } exact || Math.Round(exact) is not (> 0 and var median))
            {
                return null;
            }

            var sameStory = !BaselineInSurge && BaselineVisitors is { } before && before < median * AnotherStory && median < before * AnotherStory;
            return sameStory
                ? null
                : new MedianFinding((long)median, WithBaseline(Visitors, (long)median), snapshot.Baseline.WeeksLeftOut.Count);
        }
    }

    /// <summary>The largest countries, largest first; each has a share.</summary>
    public IReadOnlyList<CountryShare> Countries { get; } =
        [.. snapshot.Countries.Where(country => !country.Code.IsUnknown && country.Share >= SmallestShareNamed).Take(CountriesNamed)];

    public double? UnknownShare => snapshot.Quality.UnlocatedShare is >= SmallestUnknownShareNamed and var share ? share : null;

    public string? Attribution => Countries.Count > 0 ? attribution : null;

    public DateTimeOffset? SurgeSince => snapshot.Surge is { Level: SurgeLevel.Surge, Since: { } since } ? since : null;

    public DateTimeOffset? DifficultSince => snapshot.Surge.DifficultSince;

    /// <summary>Share of the window's page views that were refused; null when none was, or it is not known.</summary>
    public double? RefusedShare =>
        snapshot.PageViews is { } views && views.Refused.Values.Sum() is > 0 and var refused ? (double)refused / (views.Served + refused) : null;

    public Estimate? TurnedAway => Estimate.Of(snapshot.TurnedAway, snapshot.TurnedAwayStandardError);

    /// <summary>Those who met a refusal and were served as well. What is taken off those refused carries its error on.</summary>
    public Estimate? GotIn => Estimate.Of(snapshot.Refusals?.GotIn, snapshot.TurnedAwayStandardError);

    /// <summary>The waiting room with whether countries waited alike in it; null: it is closed, or that is not known.</summary>
    public RoomFigures? Room => snapshot.Room is { OpenSince: not null, Fairness: not null } room ? room : null;

    private static Contrast? WithBaseline(long? now, long? then) =>
        now is > 0 and var present && then is > 0 and var past ? Bulletins.Contrast.Of(present, past) : null;
}
