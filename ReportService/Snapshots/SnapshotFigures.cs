using System.Text.Json;

namespace Affluence.Report.Snapshots;

/// <summary>Tells whether two snapshots of one minute say the same.</summary>
internal static class SnapshotFigures
{
    private static readonly Quality NoQuality = new(null, 0, 0, null, default);

    /// <summary>
    /// Whether every figure is the same, and every reason for one that is missing. When they were put together, how fresh they were then and
    /// how many gateways were heard are no figures.
    /// </summary>
    public static bool AreSame(Snapshot one, Snapshot other) => FiguresOf(one).AsSpan().SequenceEqual(FiguresOf(other));

    /// <summary>Whether it makes no difference to another minute which of the two it is compared with.</summary>
    public static bool CompareAlike(Snapshot one, Snapshot other) =>
        one.Method == other.Method
        && one.Visitors == other.Visitors
        && one.Unavailable.GetValueOrDefault("visitors") == other.Unavailable.GetValueOrDefault("visitors")
        && one.Countries.Select(Visitors).SequenceEqual(other.Countries.Select(Visitors));

    /// <summary>
    /// Whether a count is less than another of the same windows, which no record can bring about: records only ever add. Unless some were taken
    /// back, the counter has lost some of them since.
    /// </summary>
    public static bool IsLess(Snapshot count, Snapshot before) =>
        count.Requests.GetValueOrDefault() < before.Requests.GetValueOrDefault()
        || count.PageViews?.Served < before.PageViews?.Served
        || RefusedOf(count) < RefusedOf(before)
        || (count.PageViews is null && before.PageViews is not null);

    private static (CountryCode, long) Visitors(CountryShare country) => (country.Code, country.Visitors);

    private static long RefusedOf(Snapshot snapshot) => snapshot.PageViews?.Refused.Values.Sum() ?? 0;

    private static byte[] FiguresOf(Snapshot snapshot) =>
        JsonSerializer.SerializeToUtf8Bytes(snapshot with { Quality = NoQuality, Final = false, Revision = 0 }, SnapshotJson.Options);
}
