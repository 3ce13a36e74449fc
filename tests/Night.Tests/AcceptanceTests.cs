using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Affluence.Testing.Stores;

namespace Affluence.Night.Tests;

/// <summary>
/// What the ministry said the next day comes out of the system by itself. Played at a tenth of its size, on every store.
/// </summary>
/// <remarks>
/// Of what differs from the figures told, the play has none: it holds 20,000 and 1,700 visitors at 23:00 to the last few. The rest is the
/// sketches' error. At this size a country's shard has at most 1,300 visitors, where a sketch of 2^14 registers is off by less than its
/// 0.81 %; the totals' standard error is at most 0.3 %, so that 1 % is more than three of them.
/// </remarks>
public sealed partial class AcceptanceTests(PlayedNights nights)
{
    private const string NightAt23 = "2016-11-08T23:00:00-05:00";
    private const string OrdinaryAt23 = "2016-11-01T23:00:00-04:00";

    private static readonly DateTimeOffset At23 = new(2016, 11, 8, 23, 0, 0, TimeSpan.FromHours(-5));

    [Theory]
    [MemberData(nameof(OnEveryStore.Kinds), MemberType = typeof(OnEveryStore))]
    public async Task At23_VisitorsBaselineAndRatio_AreThoseThatWereTold(StoreKind kind)
    {
        var snapshot = (await nights.OnAsync(kind)).Snapshots[NightAt23];

        Assert.InRange((long)snapshot["visitors"]!, 19_800, 20_200);
        Assert.Equal(OrdinaryAt23, (string?)snapshot["baseline"]!["at"]);
        Assert.InRange((long)snapshot["baseline"]!["visitors"]!, 1_683, 1_717);
        Assert.InRange((double)snapshot["ratio"]!, 11.6, 12.0);
        Assert.True((bool)snapshot["final"]!);
    }

    [Theory]
    [MemberData(nameof(OnEveryStore.Kinds), MemberType = typeof(OnEveryStore))]
    public async Task At23_Countries_HaveTheSharesThatWereTold(StoreKind kind)
    {
        var countries = (await nights.OnAsync(kind)).Snapshots[NightAt23]["countries"]!.AsArray();

        Assert.Equal(["US", "CA", "AU", "GB"], countries.Take(4).Select(country => (string?)country!["code"]));
        Assert.Equal(0.50, ShareOf("US"), 0.01);
        Assert.Equal(0.37, ShareOf("CA"), 0.01);
        Assert.Equal(0.03, ShareOf("AU"), 0.005);
        Assert.Equal(0.01, ShareOf("GB"), 0.005);
        Assert.Equal(0.005, ShareOf("ZZ"), 0.002);

        double ShareOf(string code) => (double)CountryOf(countries, code)["share"]!;
    }

    [Theory]
    [MemberData(nameof(OnEveryStore.Kinds), MemberType = typeof(OnEveryStore))]
    public async Task At23_AmericanShareOfTheOrdinaryHour_HasTheRangeThatWasTold(StoreKind kind)
    {
        var snapshot = (await nights.OnAsync(kind)).Snapshots[NightAt23];
        var ordinary = CountryOf(snapshot["countries"]!.AsArray(), "US")["baselineShare"]!;

        Assert.Equal(0.088, (double)ordinary["low"]!, 0.007);
        Assert.Equal(0.116, (double)ordinary["high"]!, 0.007);
    }

    [Theory]
    [MemberData(nameof(OnEveryStore.Kinds), MemberType = typeof(OnEveryStore))]
    public async Task Surges_OnsetsAreThoseOfThatNight(StoreKind kind)
    {
        var night = await nights.OnAsync(kind);
        var surges = await night.GetAsync("/api/v1/surges?from=2016-11-08T22:00&to=2016-11-08T23:31");

        var difficulty = Assert.Single(surges["difficulties"]!.AsArray())!;
        Assert.InRange((DateTimeOffset)difficulty["since"]!, At23.AddMinutes(-3), At23.AddMinutes(3));

        // The first minute with three times the visitors of a week before is where the surge begins, up to the sketches' error.
        var surge = Assert.Single(surges["surges"]!.AsArray())!;
        var tripled = Minutes().First(minute => Visitors(night.Truth, minute) >= 3 * Visitors(night.Truth, minute.AddHours(-169)));
        Assert.InRange((DateTimeOffset)surge["since"]!, tripled.AddMinutes(-1), tripled.AddMinutes(1));
        Assert.Equal(NightAt23, (string?)surge["peak"]!["at"]);
        Assert.Equal((string?)surge["since"], (string?)night.Snapshots[NightAt23]["surge"]!["since"]);
    }

    [Theory]
    [MemberData(nameof(OnEveryStore.Kinds), MemberType = typeof(OnEveryStore))]
    public async Task After23_TurnedAwayAndThoseWhoGotIn_AreThoseSimulated(StoreKind kind)
    {
        var night = await nights.OnAsync(kind);

        foreach (var at in (string[])["2016-11-08T23:10:00-05:00", "2016-11-08T23:20:00-05:00", "2016-11-08T23:30:00-05:00"])
        {
            var (snapshot, truth) = (night.Snapshots[at], night.Truth[at]);
            Assert.InRange((double)snapshot["turnedAway"]! / (int)truth["turnedAway"]!, 0.95, 1.05);
            Assert.InRange((double)snapshot["refusals"]!["gotIn"]! / (int)truth["gotIn"]!, 0.95, 1.05);
        }
    }

    [Theory]
    [MemberData(nameof(OnEveryStore.Kinds), MemberType = typeof(OnEveryStore))]
    public async Task EveryMinute_VisitorsAreThoseSimulated(StoreKind kind)
    {
        var night = await nights.OnAsync(kind);

        Assert.Equal(122, night.Truth.Count);
        Assert.All(night.Truth, minute => Assert.InRange(
            (double)night.Snapshots[minute.Key]["visitors"]! / (int)minute.Value["visitors"]!, 0.985, 1.015));
    }

    [Theory]
    [MemberData(nameof(OnEveryStore.Kinds), MemberType = typeof(OnEveryStore))]
    public async Task EveryMinute_TotalsAreExactAndTheLedgerBalances(StoreKind kind)
    {
        var night = await nights.OnAsync(kind);

        Assert.All(night.Truth, minute =>
        {
            var (snapshot, truth) = (night.Snapshots[minute.Key], minute.Value);
            Assert.Equal((long)truth["requests"]!, (long)snapshot["requests"]!);
            Assert.Equal((long)truth["bots"]!, (long)snapshot["bots"]!);
            Assert.Equal(PageViews(truth["pageViews"]!), PageViews(snapshot["pageViews"]!));
            Assert.Equal(PageViews(truth["ledger"]!), PageViews(snapshot["ledger"]!));
            Assert.Equal(0, (long)snapshot["ledger"]!["imbalance"]!);
        });
    }

    [Theory]
    [MemberData(nameof(OnEveryStore.Kinds), MemberType = typeof(OnEveryStore))]
    public async Task FrenchBulletin_SaysWhatTheFiguresSay(StoreKind kind)
    {
        var night = await nights.OnAsync(kind);

        var bulletin = await night.GetAsync($"/api/v1/bulletin?at={NightAt23}&lang=fr");

        // The spaces of French typography are told apart in the bulletin's own tests.
        var text = Spaces().Replace($"{bulletin["headline"]} {bulletin["text"]}", " ");
        Assert.Contains("mardi 8 novembre 2016", text, StringComparison.Ordinal);
        Assert.Contains("23 h", text, StringComparison.Ordinal);
        Assert.Contains("environ 20 000 visiteurs", text, StringComparison.Ordinal);
        Assert.Contains("environ 12 fois", text, StringComparison.Ordinal);
        Assert.Contains("mardi 1er novembre 2016", text, StringComparison.Ordinal);
        Assert.Contains("1 700", text, StringComparison.Ordinal);
        Assert.Matches(@"États-Unis\W{0,3}50 %", text);
        Assert.Matches(@"de 8,[7-9] % à 11,[5-7] %", text);
        Assert.Matches(@"Canada\W{0,3}37 %", text);
        Assert.Matches(@"Australie\W{0,3}3 %", text);
        Assert.Matches(@"Royaume-Uni\W{0,3}1 %", text);
        Assert.Contains("ne sont pas comprises dans ces chiffres", text, StringComparison.Ordinal);
        Assert.Contains("« États-Unis » désigne les visiteurs qui y ont une adresse, et non les citoyens de ce pays", text, StringComparison.Ordinal);
    }

    private static JsonNode CountryOf(JsonArray countries, string code) => countries.Single(country => (string?)country!["code"] == code)!;

    private static IEnumerable<DateTimeOffset> Minutes() =>
        Enumerable.Range(-30, 61).Select(minute => At23.AddMinutes(minute));

    private static int Visitors(IReadOnlyDictionary<string, JsonNode> truth, DateTimeOffset at) =>
        (int)truth.Values.Single(minute => (DateTimeOffset)minute["at"]! == at)["visitors"]!;

    /// <summary>As text, so that a difference shows.</summary>
    private static string PageViews(JsonNode pageViews) =>
        $"{pageViews["served"]} served, refused: " +
        string.Join(", ", pageViews["refused"]!.AsObject().OrderBy(cause => cause.Key, StringComparer.Ordinal).Select(cause => $"{cause.Key} {cause.Value}"));

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
