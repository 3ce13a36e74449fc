using Affluence.Report.CivilTime;
using Affluence.Report.Snapshots;
using Affluence.Report.Surges;
using NodaTime;

namespace Affluence.ReportService.Tests.Bulletins;

/// <summary>The snapshot of 23:00 on the night, to be changed by the tests.</summary>
internal static class NightFigures
{
    public const string Attribution = "IP Geolocation by DB-IP (https://db-ip.com)";

    public static readonly DateTimeOffset At = new(2016, 11, 8, 23, 0, 0, TimeSpan.FromHours(-5));
    public static readonly DateTimeOffset WeekBefore = new(2016, 11, 1, 23, 0, 0, TimeSpan.FromHours(-4));

    public static SiteCalendar Toronto { get; } = new(DateTimeZoneProviders.Tzdb["America/Toronto"], TimeZoneRules.Bundled.Version);

    public static Snapshot Snapshot { get; } = new()
    {
        At = At,
        Window = TimeSpan.FromMinutes(5),
        Visitors = 200_112,
        StandardError = 0.0018,
        Method = "1",
        Final = true,
        Baseline = new Baseline(WeekBefore, 17_003, 16_890.5, null),
        Ratio = 11.77,
        Surge = new SurgeState(SurgeLevel.Surge, new(2016, 11, 8, 20, 41, 0, TimeSpan.FromHours(-5)), new(2016, 11, 8, 22, 58, 0, TimeSpan.FromHours(-5))),
        Countries =
        [
            Country("US", 100_030, 0.4999, 0.088, 0.116),
            Country("CA", 74_041, 0.37, 0.701, 0.7243),
            Country("AU", 6_003, 0.03, 0.004, 0.0058),
            Country("GB", 2_097, 0.0105, 0.011, 0.0114),
            Country("ZZ", 200, 0.001, 0.0009, 0.0011),
            Country("FR", 1_801, 0.009, 0.02, 0.03),
        ],
        PageViews = new PageViews(402_310, new Dictionary<string, long> { ["shed"] = 5_012, ["timeout"] = 31 }),
        TurnedAway = 1_234,
        TurnedAwayStandardError = 362.4,
        Refusals = new Refusals(2_410, 1_176, null),
        Quality = new Quality(TimeSpan.FromSeconds(20), Writers: 2, DelayedWriters: 0, UnlocatedShare: 0.001, ComposedAt: At.AddSeconds(20)),
        Unavailable = new Dictionary<string, string>(),
    };

    /// <summary>A snapshot of which nothing is known but its time.</summary>
    public static Snapshot Unknown { get; } = Snapshot with
    {
        Visitors = null,
        StandardError = null,
        Baseline = new Baseline(WeekBefore, null, null, null),
        Ratio = null,
        Surge = SurgeState.Unknown,
        Countries = [],
        PageViews = null,
        TurnedAway = null,
        TurnedAwayStandardError = null,
        Refusals = null,
        Quality = new Quality(null, Writers: 0, DelayedWriters: 0, UnlocatedShare: null, ComposedAt: At.AddSeconds(20)),
    };

    public static CountryShare Country(string code, long visitors, double? share, double low, double high) =>
        new(CountryCode.Parse(code), visitors, share, null, null, new BaselineShare((low + high) / 2, low, high), 0, 0);
}
