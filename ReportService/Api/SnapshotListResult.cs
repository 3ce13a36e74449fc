using System.Text.Json;
using Affluence.Report.CivilTime;
using Affluence.Report.History;
using Affluence.Report.Live;
using Affluence.Report.Snapshots;

namespace Affluence.Report.Api;

/// <summary>A <see cref="SnapshotList"/> that is sent as it is read: however long the range, no more than a part of it is held.</summary>
/// <param name="range">What is sent.</param>
/// <param name="next">Path of the next part; null: this is the last.</param>
/// <param name="turns">One is taken for each part.</param>
internal sealed class SnapshotListResult(MinuteRange range, string? next, SnapshotHistory history, SiteCalendar calendar, ReadingTurns turns) : IResult
{
    private const int PointsAtOnce = 240;

    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = SnapshotJson.Options.Encoder };

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (response, aborted) = (httpContext.Response, httpContext.RequestAborted);
        response.ContentType = "application/json; charset=utf-8";
        if (HttpMethods.IsHead(httpContext.Request.Method))
        {
            return;
        }

        await using var json = new Utf8JsonWriter(response.BodyWriter, WriterOptions);
        json.WriteStartObject();
        Write(json, nameof(SnapshotList.From), calendar.Localize(range.From));
        Write(json, nameof(SnapshotList.To), calendar.Localize(range.To));
        Write(json, nameof(SnapshotList.Step), range.Step);
        json.WriteStartArray(Name(nameof(SnapshotList.Snapshots)));
        var part = range.Step * PointsAtOnce;
        for (var from = range.From; from < range.To; from += part)
        {
            var to = from + part < range.To ? from + part : range.To;
            await turns.TakeAsync(
                () =>
                {
                    foreach (var snapshot in history.Range(from, to, range.Step))
                    {
                        JsonSerializer.Serialize(json, snapshot, SnapshotJson.Options);
                    }

                    return true;
                },
                aborted);
            await json.FlushAsync(aborted);
            await response.BodyWriter.FlushAsync(aborted);
        }

        json.WriteEndArray();
        Write(json, nameof(SnapshotList.Next), next);
        json.WriteEndObject();
        await json.FlushAsync(aborted);
    }

    private static void Write<T>(Utf8JsonWriter json, string property, T value)
    {
        json.WritePropertyName(Name(property));
        JsonSerializer.Serialize(json, value, SnapshotJson.Options);
    }

    private static string Name(string property) => SnapshotJson.Options.PropertyNamingPolicy!.ConvertName(property);
}
