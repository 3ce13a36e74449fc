using System.Globalization;
using System.Text.Json;

namespace Affluence.Site.Knobs;

/// <summary>
/// The body of <c>PUT /knobs</c>: what is absent stays as it is, which a null capacity (no limit) must be told from. For example
/// <c>{ "responseTime": "00:00:02.5", "capacity": 100, "errorShare": 0.1 }</c>.
/// </summary>
internal sealed class KnobChange
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 2 };

    private readonly Dictionary<string, string[]> _faults = [];
    private Func<SiteKnobs, SiteKnobs> _apply = knobs => knobs;

    private KnobChange()
    {
    }

    /// <summary>By JSON name, what can't be read; with any fault nothing may be applied.</summary>
    public IDictionary<string, string[]> Faults => _faults;

    public static async Task<KnobChange> ReadAsync(Stream json, CancellationToken cancellationToken)
    {
        var change = new KnobChange();
        try
        {
            using var document = await JsonDocument.ParseAsync(json, Strict, cancellationToken);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                foreach (var property in document.RootElement.EnumerateObject())
                {
                    change.Read(property);
                }
            }
            else
            {
                change.Refuse("$", "must be a JSON object such as {\"errorShare\": 0.1}.");
            }
        }
        catch (JsonException exception)
        {
            change.Refuse("$", $"is no JSON object that can be read: {exception.Message}");
        }

        return change;
    }

    public SiteKnobs ApplyTo(SiteKnobs knobs) => _apply(knobs);

    public static string JsonName(string knob) => JsonNamingPolicy.CamelCase.ConvertName(knob);

    private void Read(JsonProperty property)
    {
        var (name, value) = (property.Name, property.Value);
        switch (name)
        {
            case "responseTime" when value.ValueKind == JsonValueKind.String
                && TimeSpan.TryParseExact(value.GetString(), "c", CultureInfo.InvariantCulture, out var responseTime):
                Then(knobs => knobs with { ResponseTime = responseTime });
                break;
            case "responseTime":
                Refuse(name, $"is {value.GetRawText()} and must be text of the form \"hh:mm:ss.fff\".");
                break;
            case "capacity" when value.ValueKind == JsonValueKind.Null:
                Then(knobs => knobs with { Capacity = null });
                break;
            case "capacity" when value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var capacity):
                Then(knobs => knobs with { Capacity = capacity });
                break;
            case "capacity":
                Refuse(name, $"is {value.GetRawText()} and must be a whole number, or null for no limit.");
                break;
            case "errorShare" when value.ValueKind == JsonValueKind.Number:
                var errorShare = value.GetDouble();
                Then(knobs => knobs with { ErrorShare = errorShare });
                break;
            case "errorShare":
                Refuse(name, $"is {value.GetRawText()} and must be a number.");
                break;
            case "collapse" when value.ValueKind == JsonValueKind.Null:
                Then(knobs => knobs with { Collapse = null });
                break;
            case "collapse" when value.ValueKind == JsonValueKind.Number:
                var collapse = value.GetDouble();
                Then(knobs => knobs with { Collapse = collapse });
                break;
            case "collapse":
                Refuse(name, $"is {value.GetRawText()} and must be a number, or null to turn away.");
                break;
            default:
                Refuse(name, "is no knob; the knobs are responseTime, capacity, errorShare and collapse.");
                break;
        }
    }

    private void Then(Func<SiteKnobs, SiteKnobs> next)
    {
        var before = _apply;
        _apply = knobs => next(before(knobs));
    }

    private void Refuse(string name, string rule) => _faults[name] = [$"{name} {rule}"];
}
