using System.Globalization;
using Affluence.Report.History;
using Affluence.Report.Live;
using Affluence.Report.Snapshots;

namespace Affluence.Report.Api;

/// <summary>
/// Snapshots as CSV. An empty field is a figure that is not known. However long the range, no more than a day of it is held.
/// </summary>
internal sealed class SnapshotCsvResult(MinuteRange range, CsvTable table, CsvDialect dialect, SnapshotHistory history, ReadingTurns turns) : IResult
{
    // A reader that takes its time must not hold up the history: SQLite keeps what was written since until the last read ends.
    private static readonly TimeSpan ReadAtOnce = TimeSpan.FromDays(1);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "text/csv; charset=utf-8";
        response.Headers.ContentDisposition = $"attachment; filename=\"{table.Name}-{FileTime(range.From)}-{FileTime(range.To)}.csv\"";
        if (HttpMethods.IsHead(httpContext.Request.Method))
        {
            return;
        }

        await using var writer = new StreamWriter(response.Body, dialect.Encoding) { NewLine = "\r\n" };
        await writer.WriteLineAsync(table.Header(dialect));
        for (var from = range.From; from < range.To; from += ReadAtOnce)
        {
            var to = Earlier(from + ReadAtOnce, range.To);
            foreach (var line in await turns.TakeAsync(() => Lines(from, to), httpContext.RequestAborted))
            {
                await writer.WriteLineAsync(line.AsMemory(), httpContext.RequestAborted);
            }
        }
    }

    // A step divides a day, so each day begins with a point of the range.
    private List<string> Lines(DateTimeOffset from, DateTimeOffset to) =>
        [.. history.Range(from, to, range.Step).SelectMany(snapshot => table.Lines(snapshot, dialect))];

    private static DateTimeOffset Earlier(DateTimeOffset first, DateTimeOffset second) => first < second ? first : second;

    private static string FileTime(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyyMMdd'T'HHmm'Z'", CultureInfo.InvariantCulture);
}
