using Affluence.Report.CivilTime;
using Affluence.Report.Dashboard.Curve;
using Microsoft.Extensions.Primitives;
using NodaTime;

namespace Affluence.Report.Dashboard.Page;

/// <summary>What was asked of the dashboard.</summary>
/// <param name="Language"><c>en</c> or <c>fr</c>.</param>
/// <param name="At">The past minute to show; null: live.</param>
/// <param name="Span">How much of the curve.</param>
internal sealed record PageRequest(string Language, DateTimeOffset? At, CurveSpan Span)
{
    public const string AtParameter = "at";
    public const string SpanParameter = "span";

    public static string LanguageOf(PathString path) => path.StartsWithSegments("/fr", StringComparison.OrdinalIgnoreCase) ? "fr" : "en";

    /// <summary>The request, or which parameter is wrong and how. Parameters of others, as mail programs add them, are let be.</summary>
    public static (PageRequest Request, string? Parameter, string? Fault) Read(HttpRequest request, DateTimeZone zone)
    {
        var asked = new PageRequest(LanguageOf(request.Path), null, CurveSpan.ThreeHours);
        if (request.Query.TryGetValue(SpanParameter, out var spans))
        {
            if (Single(spans) is not { } text || !CurveSpan.TryFind(text, out var span))
            {
                var keys = string.Join(", ", CurveSpan.All.Select(known => known.Key));
                return (asked, SpanParameter, $"{Parsed.Quote(spans.ToString())} is unknown; it is one of {keys}.");
            }

            asked = asked with { Span = span };
        }

        if (!request.Query.TryGetValue(AtParameter, out var moments))
        {
            return (asked, null, null);
        }

        if (Single(moments) is not { } moment)
        {
            return (asked, AtParameter, "is given more than once.");
        }

        var at = MomentText.Parse(moment, zone);
        return at.Succeeded ? (asked with { At = at.Value }, null, null) : (asked, AtParameter, at.Error);
    }

    private static string? Single(StringValues values) => values.Count == 1 ? values[0] : null;
}
