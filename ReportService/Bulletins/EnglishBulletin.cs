using System.Globalization;
using Affluence.Report.Snapshots;

namespace Affluence.Report.Bulletins;

/// <summary>English as written in Canada: 200,000; 37%; 11 p.m.</summary>
internal sealed class EnglishBulletin : BulletinWriter
{
    // No culture of the machine: the same bulletin reads the same everywhere.
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    protected override string Language => "en";

    protected override string Definition =>
        "A visitor is a distinct combination of network address and browser that was served at least one page of the site in the five minutes " +
        "before the time given. Declared robots are not counted. Figures are estimates and are rounded.";

    protected override string Headline(Snapshot snapshot) =>
        snapshot.Visitors is { } visitors
            ? $"About {Number(visitors)} visitors on the site at {Time(snapshot.At)} on {Date(snapshot.At)}"
            : $"Number of visitors at {Time(snapshot.At)} on {Date(snapshot.At)} not known";

    protected override string Presence(Snapshot snapshot, long visitors) =>
        $"As of {Time(snapshot.At)} on {Date(snapshot.At)} ({Offset(snapshot.At)}), about {Number(visitors)} visitors were on the site.";

    protected override string NotKnown(Snapshot snapshot) =>
        $"How many visitors were on the site at {Time(snapshot.At)} on {Date(snapshot.At)} ({Offset(snapshot.At)}) is not known.";

    protected override string Comparison(Snapshot snapshot, double ratio, long before)
    {
        var moment = $"{Time(snapshot.Baseline.At)} on {Date(snapshot.Baseline.At)}";
        return IsAboutAsMany(ratio)
            ? $"That is about as many as at the same moment a week earlier, at {moment} (about {Number(before)})."
            : $"That is about {Rounding.Times(ratio).ToString(Culture)} times as many as at the same moment a week earlier, at {moment} " +
                $"(about {Number(before)}).";
    }

    protected override string NotCompared(Snapshot snapshot) =>
        $"How that compares with the same moment a week earlier, at {Time(snapshot.Baseline.At)} on {Date(snapshot.Baseline.At)}, is not known.";

    protected override string Origins(IReadOnlyList<CountryShare> countries) =>
        $"By country of their network address: {string.Join("; ", countries.Select(Describe))}. " +
        "This is where a connection comes from and not who is connected: visitors with an address in the United States are not necessarily Americans.";

    protected override string Excluded(Snapshot snapshot) =>
        "People who could not connect to the site are not in these figures." +
        (snapshot.TurnedAway is > 0 and var turnedAway
            ? $" In addition, about {Number(turnedAway)} visitors reached the site but were shown no page of it."
            : string.Empty);

    private static string Describe(CountryShare country) =>
        $"{country.Name.En} {Percent(Rounding.Percent(country.Share!.Value))}" +
        (country.BaselineShare is { } ordinary
            ? $" ({Percent(Rounding.FinePercent(ordinary.Low))} to {Percent(Rounding.FinePercent(ordinary.High))} around the same moment a week earlier)"
            : string.Empty);

    private static string Number(long count) => Rounding.People(count).ToString("N0", Culture);

    private static string Percent(decimal percent) => $"{percent.ToString(Culture)}%";

    private static string Time(DateTimeOffset at)
    {
        var half = at.Hour < 12 ? "a.m." : "p.m.";
        return at.Minute == 0 ? at.ToString("%h", Culture) + $" {half}" : at.ToString("h:mm", Culture) + $" {half}";
    }

    private static string Date(DateTimeOffset at) => at.ToString("dddd, MMMM d, yyyy", Culture);

    private static string Offset(DateTimeOffset at) => $"UTC{at.ToString("zzz", Culture).Replace('-', '−')}";
}
