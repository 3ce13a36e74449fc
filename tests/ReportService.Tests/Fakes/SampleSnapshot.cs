using Affluence.Report.CivilTime;
using Affluence.Report.Room;
using Affluence.Report.Snapshots;
using Affluence.Report.Surges;
using NodaTime;

namespace Affluence.ReportService.Tests.Fakes;

/// <summary>Snapshots in the shape in which the report composes them.</summary>
internal static class SampleSnapshot
{
    public static SiteCalendar Toronto { get; } = new(DateTimeZoneProviders.Tzdb["America/Toronto"], TimeZoneRules.Bundled.Version);

    /// <summary>23:00 on the night of the election, as the ministry told it.</summary>
    public static Snapshot Night { get; } = new()
    {
        At = new DateTimeOffset(2016, 11, 8, 23, 0, 0, TimeSpan.FromHours(-5)),
        Window = TimeSpan.FromMinutes(5),
        Visitors = 200_112,
        StandardError = 0.0018,
        Networks = 150_321,
        NetworksStandardError = 0.0029,
        Method = "1",
        Final = false,
        Baseline = new Baseline(new DateTimeOffset(2016, 11, 1, 23, 0, 0, TimeSpan.FromHours(-4)), 17_003, 16_800, null),
        Ratio = 11.77,
        Surge = new SurgeState(
            SurgeLevel.Surge,
            new DateTimeOffset(2016, 11, 8, 21, 47, 0, TimeSpan.FromHours(-5)),
            new DateTimeOffset(2016, 11, 8, 22, 58, 0, TimeSpan.FromHours(-5))),
        Countries =
        [
            Country("US", 100_056, 0.5, 57.1, 0.5387, new BaselineShare(0.103, 0.088, 0.116), 1_200),
            Country("CA", 74_041, 0.37, 4.9, 0.3217, new BaselineShare(0.89, 0.884, 0.912), 0),
            Country("AU", 6_003, 0.03, 35, 0.0318, new BaselineShare(0.01, 0.01, 0.01), 0),
            Country("ZZ", 200, 0.001, null, 0.0011, null, 0),
        ],
        PageViews = new PageViews(400_224, new Dictionary<string, long> { ["shed"] = 100_000, ["timeout"] = 56 })
        {
            FromCache = 320_179,
            FromCacheStale = 1_204,
        },
        Room = new RoomFigures(
            new DateTimeOffset(2016, 11, 8, 22, 51, 0, TimeSpan.FromHours(-5)), 9_000, 5_000, 3_100, 900, [new RoomWait(5, 800, 4, false, 5, true)]),
        TurnedAway = 12_345,
        TurnedAwayStandardError = 380.4,
        Ledger = new Ledger(
            new DateTimeOffset(2016, 11, 8, 22, 59, 0, TimeSpan.FromHours(-5)),
            new DateTimeOffset(2016, 11, 8, 23, 0, 0, TimeSpan.FromHours(-5)),
            100_010,
            80_000,
            new Dictionary<string, long> { ["shed"] = 20_010 },
            0),
        Bots = 12,
        Requests = 2_000_000,
        Visitors1Minute = 90_000,
        Visitors30Minutes = 310_000,
        Quality = new Quality(TimeSpan.FromSeconds(2), 2, 0, 0.001, new DateTimeOffset(2016, 11, 9, 4, 0, 2, TimeSpan.Zero), DroppedHits: 0, FoldedPageViews: 0),
        Unavailable = new Dictionary<string, string>(),
    };

    /// <summary>A quiet site that is known for less than a week.</summary>
    public static Snapshot NoBaseline { get; } = Night with
    {
        Visitors = 100,
        Baseline = Night.Baseline with { Visitors = null, Median4Weeks = null },
        Ratio = null,
        Surge = SurgeState.Unknown,
        Countries = [Country("CA", 100, 1, null, null, null, 0)],
        PageViews = new PageViews(200, new Dictionary<string, long>()) { FromCache = 0, FromCacheStale = 0 },
        TurnedAway = 0,
        TurnedAwayStandardError = 0,
        Unavailable = new Dictionary<string, string>
        {
            ["ratio"] = "The same moment a week earlier is not known: nothing was recorded.",
            ["baseline.visitors"] = "Nothing was recorded.",
        },
    };

    /// <summary>Nobody is there, and it is known.</summary>
    public static Snapshot Nobody { get; } = Night with
    {
        Visitors = 0,
        StandardError = 0,
        Networks = 0,
        NetworksStandardError = 0,
        Ratio = 0,
        Surge = new SurgeState(SurgeLevel.Normal, new DateTimeOffset(2016, 11, 7, 4, 0, 0, TimeSpan.FromHours(-5)), null),
        Countries = [],
        PageViews = new PageViews(0, new Dictionary<string, long>()) { FromCache = 0, FromCacheStale = 0 },
        TurnedAway = 0,
        TurnedAwayStandardError = 0,
        Quality = Night.Quality with { UnlocatedShare = null },
        Unavailable = new Dictionary<string, string> { ["quality.unlocatedShare"] = "There are no visitors to be a share of." },
    };

    /// <summary>No gateway recorded anything.</summary>
    public static Snapshot Silent { get; } = Nobody with
    {
        Visitors = null,
        StandardError = null,
        Networks = null,
        NetworksStandardError = null,
        Ratio = null,
        Surge = SurgeState.Unknown,
        PageViews = null,
        TurnedAway = null,
        TurnedAwayStandardError = null,
        Ledger = null,
        Bots = null,
        Requests = null,
        Room = null,
        Visitors1Minute = null,
        Visitors30Minutes = null,
        Quality = new Quality(null, 0, 0, null, Night.Quality.ComposedAt),
        Unavailable = new Dictionary<string, string>
        {
            ["visitors"] = "No gateway recorded anything.",
            ["pageViews"] = "No gateway recorded anything.",
            ["turnedAway"] = "No gateway recorded anything.",
            ["standardError"] = "No gateway recorded anything.",
            ["networks"] = "No gateway recorded anything.",
            ["ledger"] = "No gateway recorded anything.",
            ["room"] = "The counter did not tell of the waiting room.",
            ["quality.freshness"] = "No gateway recorded anything.",
            ["quality.droppedHits"] = "No gateway recorded anything.",
            ["quality.unlocatedShare"] = "No gateway recorded anything.",
        },
    };

    public static CountryShare Country(
        string code, long visitors, double? share, double? ratio, double? contribution, BaselineShare? baseline, long turnedAway) =>
        new(CountryCode.Parse(code), visitors, share, ratio, contribution, baseline, turnedAway, turnedAway);
}
