using Affluence.Report.Snapshots;
using Affluence.Report.Surges;
using FsCheck;
using FsCheck.Fluent;

namespace Affluence.ReportService.Tests.Bulletins;

/// <summary>Snapshots of every kind: any figure may be missing, none, one, or very large, and no figure has to fit another.</summary>
internal static class AnySnapshot
{
    // Hours around both changes of clocks of 2016 in Toronto, and any minute of the year.
    private static readonly DateTimeOffset[] Changes =
        [new(2016, 3, 13, 7, 0, 0, TimeSpan.Zero), new(2016, 3, 20, 7, 0, 0, TimeSpan.Zero), new(2016, 11, 6, 6, 0, 0, TimeSpan.Zero), new(2016, 11, 13, 6, 0, 0, TimeSpan.Zero)];

    public static Gen<Snapshot> Generator { get; } =
        from at in Moments()
        from visitors in Maybe(Counts())
        from error in Maybe(Gen.Elements(0, 0.00001, 0.0018, 0.0081, 0.5))
        from baseline in Maybe(Counts())
        from median in Maybe(Counts())
        from leftOut in Gen.Choose(0, 4)
        from final in Gen.Elements(true, false)
        from countries in Countries()
        from served in Maybe(Counts())
        from refused in Counts()
        from turnedAway in Maybe(Counts())
        from turnedAwayError in Maybe(Gen.Elements(0, 0.3, 400.0))
        from gotIn in Maybe(Counts())
        from surge in Surges(at)
        from unlocated in Maybe(Gen.Elements(0, 0.001, 0.01, 0.5, 0.996, 1))
        from delayed in Gen.Choose(0, 1)
        from stale in Gen.Elements(null, "Nothing newer was composed for 12 s.")
        select NightFigures.Unknown with
        {
            At = NightFigures.Toronto.Localize(at),
            Visitors = visitors,
            StandardError = error,
            Final = final,
            Baseline = new Baseline(NightFigures.Toronto.WeeksBefore(at, 1).At, baseline, median, null)
            {
                WeeksLeftOut = [.. Enumerable.Range(1, leftOut).Select(weeks => NightFigures.Toronto.WeeksBefore(at, weeks).At)],
            },
            Surge = surge,
            Countries = countries,
            PageViews = served is { } views ? new PageViews(views, new Dictionary<string, long> { ["shed"] = refused }) : null,
            TurnedAway = turnedAway,
            TurnedAwayStandardError = turnedAwayError,
            Refusals = gotIn is { } entered ? new Refusals(entered, entered, null) : null,
            Quality = new Quality(null, 1, delayed, unlocated, at, stale),
        };

    private static Gen<DateTimeOffset> Moments() =>
        Gen.OneOf(
            from minutes in Gen.Choose(0, 366 * 24 * 60) select new DateTimeOffset(2016, 1, 1, 5, 0, 0, TimeSpan.Zero).AddMinutes(minutes),
            from change in Gen.Elements(Changes)
            from minutes in Gen.Choose(-120, 120)
            select change.AddMinutes(minutes));

    private static Gen<long> Counts() =>
        Gen.OneOf(
            Gen.Elements<long>(0, 1, 2, 99, 100, 1_000_000, 2_000_000),
            from power in Gen.Choose(1, 9)
            from leading in Gen.Choose(0, 1_000_000)
            select (long)(leading / 1e6 * Math.Pow(10, power)));

    private static Gen<T?> Maybe<T>(Gen<T> values)
        where T : struct =>
        from value in values
        from missing in Gen.Choose(0, 3)
        select missing == 0 ? (T?)null : value;

    private static Gen<IReadOnlyList<CountryShare>> Countries() =>
        from count in Gen.Choose(0, 6)
        from codes in Gen.ArrayOf(Gen.Elements(CountryCode.All.ToArray()), count)
        from shares in Gen.ArrayOf(Maybe(Gen.Elements(0, 0.004, 0.005, 0.013, 0.0996, 0.37, 1)), count)
        from known in Gen.Elements(true, false)
        select (IReadOnlyList<CountryShare>)
        [
            .. codes.Zip(shares, (code, share) =>
                new CountryShare(code, 1, share, null, null, known ? new BaselineShare(0.1, 0.0876, 0.1164) : null, null, 0)),
        ];

    private static Gen<SurgeState> Surges(DateTimeOffset at) =>
        from level in Gen.Elements(SurgeLevel.Unknown, SurgeLevel.Normal, SurgeLevel.Surge)
        from since in Gen.Choose(0, 3_000)
        from difficult in Maybe(Gen.Choose(0, 3_000))
        select new SurgeState(
            level,
            level == SurgeLevel.Unknown ? null : NightFigures.Toronto.Localize(at.AddMinutes(-since)),
            difficult is { } minutes ? NightFigures.Toronto.Localize(at.AddMinutes(-minutes)) : null);
}
