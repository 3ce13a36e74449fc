using Affluence.Report.CivilTime;

namespace Affluence.Report.Snapshots;

/// <summary>The ordinary week to hold a snapshot against.</summary>
/// <param name="Moment">The same civil moment one week earlier.</param>
/// <param name="Minute">What is known of it.</param>
/// <param name="WeeksBefore">The same civil moment of the two to four weeks before, as far as known.</param>
/// <param name="Hour">The 60 minutes centred on the moment, as far as known.</param>
internal sealed record Comparison(CivilMoment Moment, PastMinute Minute, IReadOnlyList<MinuteFigures> WeeksBefore, IReadOnlyList<MinuteFigures> Hour)
{
    private const int WeeksNeeded = 2;

    /// <summary>Null when fewer than two of the four weeks are known.</summary>
    public double? Median4Weeks
    {
        get
        {
            long[] known = [.. (Minute.Figures is { } minute ? WeeksBefore.Append(minute) : WeeksBefore).Select(week => week.Visitors).Order()];
            return known.Length < WeeksNeeded ? null : (known[(known.Length - 1) / 2] + known[known.Length / 2]) / 2.0;
        }
    }

    public BaselineShare? ShareOf(CountryCode country)
    {
        if (Minute.Figures?.ShareOf(country) is not { } atMoment)
        {
            return null;
        }

        double[] shares = [atMoment, .. Hour.Select(minute => minute.ShareOf(country)).OfType<double>()];
        return new BaselineShare(atMoment, shares.Min(), shares.Max());
    }
}
