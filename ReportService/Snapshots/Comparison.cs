using System.Globalization;
using Affluence.Report.CivilTime;

namespace Affluence.Report.Snapshots;

/// <summary>The ordinary week to hold a snapshot against.</summary>
/// <param name="Moment">The same civil moment one week earlier.</param>
/// <param name="Minute">What is known of it.</param>
/// <param name="Weeks">The same civil moment of the four weeks before, as far as known, newest first; that of <paramref name="Moment"/> is the first.</param>
/// <param name="Hour">The 60 minutes centred on the moment, as far as known.</param>
internal sealed record Comparison(CivilMoment Moment, PastMinute Minute, IReadOnlyList<PastWeek> Weeks, IReadOnlyList<MinuteFigures> Hour)
{
    private const int WeeksNeeded = 2;

    /// <summary>Why something may be missing that would be known at another time; null: everything was found that there is.</summary>
    public string? Unreachable { get; init; }

    /// <summary>How many past minutes were known.</summary>
    public int Known => Weeks.Count + Hour.Count;

    /// <summary>Median of the weeks that did not lie in a surge. Null when they are fewer than two.</summary>
    public double? Median4Weeks
    {
        get
        {
            long[] visitors = [.. Weeks.Where(week => week.SurgeSince is null).Select(week => week.Figures.Visitors).Order()];
            return visitors.Length < WeeksNeeded ? null : (visitors[(visitors.Length - 1) / 2] + visitors[visitors.Length / 2]) / 2.0;
        }
    }

    /// <summary>The weeks left out of the median, newest first.</summary>
    public IReadOnlyList<DateTimeOffset> WeeksLeftOut => [.. Weeks.Where(week => week.SurgeSince is not null).Select(week => week.At)];

    /// <summary>What the reader must know of the moment; null: nothing special.</summary>
    public string? Note => Weeks.FirstOrDefault(week => week.At == Moment.At)?.SurgeSince is { } since
        ? string.Join(' ', ((string?[])[Moment.Note, InSurge(since)]).OfType<string>())
        : Moment.Note;

    public BaselineShare? ShareOf(CountryCode country)
    {
        if (Minute.Figures?.ShareOf(country) is not { } atMoment)
        {
            return null;
        }

        double[] shares = [atMoment, .. Hour.Select(minute => minute.ShareOf(country)).OfType<double>()];
        return new BaselineShare(atMoment, shares.Min(), shares.Max());
    }

    private static string InSurge(DateTimeOffset since) => string.Create(
        CultureInfo.InvariantCulture,
        $"That moment lay in a surge itself (since {since:yyyy-MM-dd'T'HH:mmzzz}), so this is no comparison with an ordinary week.");
}
