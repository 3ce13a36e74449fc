using System.Globalization;
using System.Text.Json.Nodes;
using Affluence.Report.Dashboard.Curve;
using Affluence.Report.Languages;
using Affluence.Report.Pictures;
using Microsoft.OpenApi;

namespace Affluence.Report.Api.Description;

/// <summary>
/// What each parameter means, how it is written and an example, by its name: a name means the same at every address. Handlers read parameters
/// as text, so that what is wrong with one can be said in words, and the generator of the API's description sees no more than that.
/// </summary>
internal static class ParameterTable
{
    private static readonly Dictionary<string, Entry> Entries = new(StringComparer.Ordinal)
    {
        ["at"] = new("The minute: an RFC 3339 instant, or a date and time on the site's clocks; cut to the whole minute.", Moment, "2016-11-08T23:00"),
        ["from"] = new("Begin, inclusive: an RFC 3339 instant, or a date and time on the site's clocks.", Moment, "2016-11-08T20:00"),
        ["to"] = new("End, exclusive: an RFC 3339 instant, or a date and time on the site's clocks.", Moment, "2016-11-08T23:30"),
        ["step"] = new(
            "From one point to the next: an ISO 8601 duration or its short form (15m, 1h, 1d), a whole number of minutes that divides a day. PT1M unless given.",
            Duration,
            "PT15M"),
        ["revision"] = new("Number of the revision; the newest unless given.", () => Whole(1, int.MaxValue), 1),
        ["number"] = new("Number of the bulletin, in the order of issue.", () => Whole(1, null), 1),
        ["id"] = new("Name of the annotation, as it was given when it was noted.", () => Text("uuid"), "0158482b-6b80-7000-8000-000000000000"),
        ["withdrawn"] = new("Whether those taken back are listed too; false unless given.", () => OneOf("true", "false"), "true"),
        ["state"] = new("Only alerts of which a delivery stands so.", () => OneOf("pending", "sent", "failed"), "failed"),
        ["lang"] = new("Language; en unless given.", () => OneOf([.. Typography.Languages]), "fr"),
        ["span"] = new("How much of the curve; 3h unless given.", () => OneOf([.. CurveSpan.All.Select(span => span.Key)]), CurveSpan.Day.Key),
        ["theme"] = new("Colours; light unless given.", () => OneOf([.. PictureTheme.All.Select(theme => theme.Key)]), PictureTheme.Light.Key),
        ["width"] = new("In pixels.", () => Whole(PictureLook.LeastWidth, PictureLook.MostWidth), PictureLook.UsualWidth),
        ["height"] = new("In pixels; in the proportion 16 to 9 unless given.", () => Whole(PictureLook.LeastHeight, PictureLook.MostHeight), 675),
        [Paging.LimitParameter] = new("How many are given at once.", () => Whole(1, null), 100),
        [Paging.CursorParameter] = new("Where in the list to go on, as `next` of the part before has it.", () => Text(null), "120"),
        [SnapshotEndpoints.ByParameter] = new("CSV alone: one line a minute and country instead of one a minute.", () => OneOf(SnapshotEndpoints.ByCountry), SnapshotEndpoints.ByCountry),
        [CsvDialect.SeparatorParameter] = new(
            "CSV alone: what stands between fields; comma unless given. With semicolon, decimals are written with a comma.",
            () => OneOf(CsvDialect.Comma, CsvDialect.Semicolon),
            CsvDialect.Semicolon),
        [CsvDialect.ByteOrderMarkParameter] = new(
            "CSV alone: whether it begins with a byte order mark, by which Excel knows UTF-8; false unless given.", () => OneOf("true", "false"), "true"),
        [NegotiationFilter.Parameter] = new("Form of the answer. Outweighs the Accept header.", schema: null, example: null),
        [AnnotationRequest.IdempotencyKey] = new(
            "Names the request, so that it can be sent again without a second effect.", schema: null, "6f1c9d2e-election-call"),
    };

    /// <exception cref="InvalidOperationException">The parameter is not in the table.</exception>
    public static void Describe(OpenApiParameter parameter)
    {
        var entry = Entries.GetValueOrDefault(parameter.Name!) ?? throw new InvalidOperationException($"{parameter.Name} is not described.");
        parameter.Description = entry.Description;
        parameter.Schema = entry.Schema?.Invoke() ?? parameter.Schema;
        parameter.Example = entry.Example ?? (parameter.Schema?.Enum is { Count: > 0 } known ? known[^1].DeepClone() : null);
    }

    private static OpenApiSchema Moment() => new()
    {
        AnyOf =
        [
            Text("date-time"),
            new OpenApiSchema { Type = JsonSchemaType.String, Pattern = @"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?$" },
        ],
    };

    private static OpenApiSchema Duration() => new()
    {
        AnyOf = [Text("duration"), new OpenApiSchema { Type = JsonSchemaType.String, Pattern = "^[0-9]+[smhd]$" }],
    };

    private static OpenApiSchema Text(string? format) => new() { Type = JsonSchemaType.String, Format = format };

    private static OpenApiSchema OneOf(params string[] known) =>
        new() { Type = JsonSchemaType.String, Enum = [.. known.Select(value => JsonValue.Create(value))] };

    private static OpenApiSchema Whole(long least, long? most) => new()
    {
        Type = JsonSchemaType.Integer,
        Format = most is null or > int.MaxValue ? "int64" : "int32",
        Minimum = least.ToString(CultureInfo.InvariantCulture),
        Maximum = most?.ToString(CultureInfo.InvariantCulture),
    };

    // Nodes and schemas belong to one document and are made anew for each.
    private sealed class Entry(string description, Func<OpenApiSchema>? schema, JsonNode? example)
    {
        public string Description { get; } = description;

        public Func<OpenApiSchema>? Schema { get; } = schema;

        public JsonNode? Example => example?.DeepClone();
    }
}
