using System.Text.Json;

namespace Affluence.Gateway.Cache.Purging;

/// <summary>The body of <c>POST /cache/purge</c>: <c>{"path": "/en/work"}</c>, <c>{"prefix": "/en/"}</c> or <c>{"all": true}</c>.</summary>
internal static class PurgeRequest
{
    private const int LongestPath = 2_048;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 2 };

    /// <returns>What to purge; or, by JSON name, what can't be read.</returns>
    public static async Task<(PurgePattern? Pattern, Dictionary<string, string[]> Faults)> ReadAsync(Stream json, CancellationToken cancellationToken)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(json, Strict, cancellationToken);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.EnumerateObject().ToList() is [var only]
                ? Read(only)
                : Refuse("$", "must be a JSON object with one property: {\"path\": \"/en/work\"}, {\"prefix\": \"/en/\"} or {\"all\": true}.");
        }
        catch (JsonException exception)
        {
            return Refuse("$", $"is no JSON that can be read: {exception.Message}");
        }
    }

    private static (PurgePattern?, Dictionary<string, string[]>) Read(JsonProperty property) => property switch
    {
        { Name: "all", Value.ValueKind: JsonValueKind.True } => (PurgePattern.All, []),
        { Name: "all" } => Refuse("all", $"is {property.Value.GetRawText()} and must be true."),
        { Name: "path" } => Read(property, PurgeScope.Path),
        { Name: "prefix" } => Read(property, PurgeScope.Prefix),
        _ => Refuse(property.Name, "is unknown; what can be purged is a path, a prefix or all."),
    };

    private static (PurgePattern?, Dictionary<string, string[]>) Read(JsonProperty property, PurgeScope scope)
    {
        if (property.Value.ValueKind != JsonValueKind.String || property.Value.GetString() is not ['/', ..] path)
        {
            return Refuse(property.Name, $"is {property.Value.GetRawText()} and must be text that begins with /.");
        }

        if (path.Length > LongestPath)
        {
            return Refuse(property.Name, $"has {path.Length} characters and may have {LongestPath}.");
        }

        if (path.Any(letter => char.IsControl(letter) || letter is '?' or '#'))
        {
            return Refuse(property.Name, "must be without query, fragment and control characters; all queries of a path are purged with it.");
        }

        return (new PurgePattern(scope, path), []);
    }

    private static (PurgePattern?, Dictionary<string, string[]>) Refuse(string name, string problem) => (null, new() { [name] = [problem] });
}
