using Affluence.Report.Snapshots;

namespace Affluence.Report.Api;

/// <summary>Snapshots as the lines of a table.</summary>
/// <param name="Name">As a part of a file's name.</param>
/// <param name="Header">The first line.</param>
/// <param name="Lines">The lines of one snapshot.</param>
internal sealed record CsvTable(string Name, Func<CsvDialect, string> Header, Func<Snapshot, CsvDialect, IEnumerable<string>> Lines)
{
    /// <summary>One line a snapshot: the figures of all visitors.</summary>
    public static CsvTable Totals { get; } = Of<Snapshot>(
        "affluence",
        snapshot => [snapshot],
        [
            new("at", snapshot => snapshot.At),
            new("visitors", snapshot => snapshot.Visitors),
            new("standardError", snapshot => snapshot.StandardError),
            new("method", snapshot => snapshot.Method),
            new("final", snapshot => snapshot.Final),
            new("baselineAt", snapshot => snapshot.Baseline.At),
            new("baselineVisitors", snapshot => snapshot.Baseline.Visitors),
            new("baselineMedian4Weeks", snapshot => snapshot.Baseline.Median4Weeks),
            new("ratio", snapshot => snapshot.Ratio),
            new("surgeLevel", snapshot => snapshot.Surge.Level.ToString().ToLowerInvariant()),
            new("surgeSince", snapshot => snapshot.Surge.Since),
            new("difficultSince", snapshot => snapshot.Surge.DifficultSince),
            new("pageViewsServed", snapshot => snapshot.PageViews?.Served),
            new("pageViewsRefused", snapshot => snapshot.PageViews?.Refused.Values.Sum()),
            new("turnedAway", snapshot => snapshot.TurnedAway),
            new("turnedAwayStandardError", snapshot => snapshot.TurnedAwayStandardError),
            new("bots", snapshot => snapshot.Bots),
            new("requests", snapshot => snapshot.Requests),
            new("visitors1Minute", snapshot => snapshot.Visitors1Minute),
            new("visitors30Minutes", snapshot => snapshot.Visitors30Minutes),
            new("writers", snapshot => snapshot.Quality.Writers),
            new("delayedWriters", snapshot => snapshot.Quality.DelayedWriters),
            new("unlocatedShare", snapshot => snapshot.Quality.UnlocatedShare),
            new("droppedHits", snapshot => snapshot.Quality.DroppedHits),
            new("revision", snapshot => snapshot.Revision),
            new("networks", snapshot => snapshot.Networks),
            new("networksStandardError", snapshot => snapshot.NetworksStandardError),
            new("foldedPageViews", snapshot => snapshot.Quality.FoldedPageViews),
            new("pageViewsFromCache", snapshot => snapshot.PageViews?.FromCache),
            new("pageViewsFromCacheStale", snapshot => snapshot.PageViews?.FromCacheStale),
            new("roomOpenSince", snapshot => snapshot.Room?.OpenSince),
            new("roomJoined", snapshot => snapshot.Room?.Joined),
            new("roomAdmitted", snapshot => snapshot.Room?.Admitted),
            new("roomWaiting", snapshot => snapshot.Room?.Waiting),
            new("roomGaveUp", snapshot => snapshot.Room?.GaveUp),
        ]);

    /// <summary>One line a snapshot and country, largest first; unknown (ZZ) is one of them.</summary>
    public static CsvTable ByCountry { get; } = Of<(Snapshot Snapshot, CountryShare Country)>(
        "affluence-countries",
        snapshot => snapshot.Countries.Select(country => (snapshot, country)),
        [
            new("at", row => row.Snapshot.At),
            new("country", row => row.Country.Code.ToString()),
            new("nameEn", row => row.Country.Name.En),
            new("nameFr", row => row.Country.Name.Fr),
            new("visitors", row => row.Country.Visitors),
            new("share", row => row.Country.Share),
            new("ratio", row => row.Country.Ratio),
            new("contribution", row => row.Country.Contribution),
            new("baselineShare", row => row.Country.BaselineShare?.AtMoment),
            new("baselineShareLow", row => row.Country.BaselineShare?.Low),
            new("baselineShareHigh", row => row.Country.BaselineShare?.High),
            new("refusedVisitors", row => row.Country.RefusedVisitors),
            new("turnedAway", row => row.Country.TurnedAway),
            new("method", row => row.Snapshot.Method),
            new("final", row => row.Snapshot.Final),
            new("revision", row => row.Snapshot.Revision),
        ]);

    private static CsvTable Of<T>(string name, Func<Snapshot, IEnumerable<T>> rowsOf, CsvColumn<T>[] columns) => new(
        name,
        dialect => dialect.Line(columns.Select(column => column.Name)),
        (snapshot, dialect) => rowsOf(snapshot).Select(row => dialect.Line(columns.Select(column => column.Value(row, dialect)))));
}
