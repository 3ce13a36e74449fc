using System.Globalization;
using System.Text;
using Affluence.Report.History;
using Affluence.Report.Snapshots;

namespace Affluence.Report.Api;

/// <summary>
/// Snapshots as CSV (RFC 4180: CRLF, header row). Every field is a number, an instant or a word of ours, so none needs quoting and none
/// can be read as a formula. An empty field is a figure that is not known. However long the range, no more than a day of it is held.
/// </summary>
internal sealed class SnapshotCsvResult(MinuteRange range, SnapshotHistory history) : IResult
{
    // A reader that takes its time must not hold up the history: SQLite keeps what was written since until the last read ends.
    private static readonly TimeSpan ReadAtOnce = TimeSpan.FromDays(1);

    private static readonly (string Name, Func<Snapshot, string?> Value)[] Columns =
    [
        ("at", snapshot => Instant(snapshot.At)),
        ("visitors", snapshot => Number(snapshot.Visitors)),
        ("standardError", snapshot => Number(snapshot.StandardError)),
        ("method", snapshot => snapshot.Method),
        ("final", snapshot => snapshot.Final ? "true" : "false"),
        ("baselineAt", snapshot => Instant(snapshot.Baseline.At)),
        ("baselineVisitors", snapshot => Number(snapshot.Baseline.Visitors)),
        ("baselineMedian4Weeks", snapshot => Number(snapshot.Baseline.Median4Weeks)),
        ("ratio", snapshot => Number(snapshot.Ratio)),
        ("surgeLevel", snapshot => snapshot.Surge.Level.ToString().ToLowerInvariant()),
        ("surgeSince", snapshot => Instant(snapshot.Surge.Since)),
        ("difficultSince", snapshot => Instant(snapshot.Surge.DifficultSince)),
        ("pageViewsServed", snapshot => Number(snapshot.PageViews?.Served)),
        ("pageViewsRefused", snapshot => Number(snapshot.PageViews?.Refused.Values.Sum())),
        ("turnedAway", snapshot => Number(snapshot.TurnedAway)),
        ("turnedAwayStandardError", snapshot => Number(snapshot.TurnedAwayStandardError)),
        ("bots", snapshot => Number(snapshot.Bots)),
        ("requests", snapshot => Number(snapshot.Requests)),
        ("visitors1Minute", snapshot => Number(snapshot.Visitors1Minute)),
        ("visitors30Minutes", snapshot => Number(snapshot.Visitors30Minutes)),
        ("writers", snapshot => Number((long)snapshot.Quality.Writers)),
        ("delayedWriters", snapshot => Number((long)snapshot.Quality.DelayedWriters)),
        ("unlocatedShare", snapshot => Number(snapshot.Quality.UnlocatedShare)),
        ("droppedHits", snapshot => Number(snapshot.Quality.DroppedHits)),
        ("revision", snapshot => Number((long)snapshot.Revision)),
        ("networks", snapshot => Number(snapshot.Networks)),
        ("networksStandardError", snapshot => Number(snapshot.NetworksStandardError)),
        ("foldedPageViews", snapshot => Number(snapshot.Quality.FoldedPageViews)),
    ];

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "text/csv; charset=utf-8";
        response.Headers.ContentDisposition = $"attachment; filename=\"affluence-{FileTime(range.From)}-{FileTime(range.To)}.csv\"";
        if (HttpMethods.IsHead(httpContext.Request.Method))
        {
            return;
        }

        await using var writer = new StreamWriter(response.Body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\r\n" };
        await writer.WriteLineAsync(string.Join(',', Columns.Select(column => column.Name)));
        for (var from = range.From; from < range.To; from += ReadAtOnce)
        {
            httpContext.RequestAborted.ThrowIfCancellationRequested();
            foreach (var line in Lines(from, Earlier(from + ReadAtOnce, range.To)))
            {
                await writer.WriteLineAsync(line.AsMemory(), httpContext.RequestAborted);
            }
        }
    }

    // A step divides a day, so each day begins with a point of the range.
    private List<string> Lines(DateTimeOffset from, DateTimeOffset to) =>
        [.. history.Range(from, to, range.Step).Select(snapshot => string.Join(',', Columns.Select(column => column.Value(snapshot))))];

    private static DateTimeOffset Earlier(DateTimeOffset first, DateTimeOffset second) => first < second ? first : second;

    private static string? Instant(DateTimeOffset? instant) => instant?.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    private static string? Number(long? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static string? Number(double? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static string FileTime(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyyMMdd'T'HHmm'Z'", CultureInfo.InvariantCulture);
}
