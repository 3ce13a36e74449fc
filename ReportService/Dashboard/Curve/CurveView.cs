using Affluence.Report.CivilTime;
using Affluence.Report.Dashboard.TimeTravel;
using Affluence.Report.Languages;
using Affluence.Report.Surges;

namespace Affluence.Report.Dashboard.Curve;

/// <summary>A curve as the page shows it, each text in the page's language. Null is not known, and is a gap.</summary>
/// <param name="Span">Key of the span.</param>
/// <param name="Visitors">One for each step, oldest first.</param>
/// <param name="Baseline">The same moment a week earlier.</param>
/// <param name="Refused">Page views refused a minute.</param>
/// <param name="Labels">Of the axis of time, one for each step; most are empty.</param>
/// <param name="Rows">The same in words.</param>
/// <param name="Selected">Where the minute that the page shows is; null: it shows the present.</param>
/// <param name="Summary">For those who don't see the curve.</param>
/// <param name="StepNote">What one point stands for.</param>
public sealed record CurveView(
    string Span,
    IReadOnlyList<double?> Visitors,
    IReadOnlyList<double?> Baseline,
    IReadOnlyList<double?> Refused,
    IReadOnlyList<string> Labels,
    IReadOnlyList<CurveRow> Rows,
    IReadOnlyList<CurveMark> Marks,
    IReadOnlyList<CurveBand> Bands,
    double? Selected,
    string Summary,
    string StepNote)
{
    /// <summary>Whether nothing of it is known.</summary>
    public bool IsEmpty => Visitors.All(visitors => visitors is null) && Refused.All(refused => refused is null);

    /// <param name="shown">The minute that the page shows; null: the present.</param>
    internal static CurveView Of(CurveData data, DateTimeOffset? shown, SiteCalendar calendar, Typography words)
    {
        var axis = new CurveAxis(data);
        return new CurveView(
            data.Span.Key,
            [.. data.Points.Select(point => (double?)point.Visitors)],
            [.. data.Points.Select(point => (double?)point.BaselineVisitors)],
            [.. data.Points.Select(point => point.RefusedPageViews)],
            axis.Labels(words),
            [.. data.Points.Select(point => Row(point, data, calendar, words))],
            CurveMarks.Of(data, axis, calendar, words),
            [.. data.Difficulties.Select(difficulty => Band(difficulty, axis))],
            shown is { } at ? axis.Position(at) : null,
            Summarize(data, words),
            Describe(data.Step, words));
    }

    private static CurveBand Band(Difficulty difficulty, CurveAxis axis) =>
        new(axis.Position(difficulty.Since), difficulty.Until is { } until ? axis.Position(until) : axis.LastKnown);

    private static CurveRow Row(CurvePoint point, CurveData data, SiteCalendar calendar, Typography words)
    {
        var unknown = words.Choose("not known", "inconnu");
        return new CurveRow(
            data.Span == CurveSpan.ThreeHours ? words.Time(point.At) : $"{words.ShortDate(point.At)}, {words.Time(point.At)}",
            point.Visitors is { } visitors ? words.Number(visitors) : unknown,
            point.BaselineVisitors is { } baseline ? words.Number(baseline) : unknown,
            point.RefusedPageViews is { } refused ? refused.ToString(refused is > 0 and < 10 ? "0.#" : "N0", words.Numbers) : unknown,
            MomentLinks.Parameter(point.At, calendar));
    }

    private static string Summarize(CurveData data, Typography words)
    {
        var known = data.Points.Where(point => point.Visitors is not null).ToList();
        var span = words.Choose($"Visitors over {data.Span.English}", $"Visiteurs sur {data.Span.French}");
        if (known.Count == 0)
        {
            return span + words.Choose(": no minute of it is on record.", "\u00A0: aucune minute n’en est consignée.");
        }

        var (highest, lowest, last) = (known.MaxBy(point => point.Visitors)!, known.MinBy(point => point.Visitors)!, known[^1]);
        return words.Choose(
            $"{span}: highest {Told(highest, words)}, lowest {Told(lowest, words)}, last {Told(last, words)}.",
            $"{span}\u00A0: au plus {Told(highest, words)}, au moins {Told(lowest, words)}, en dernier {Told(last, words)}.") +
            (known.Count < data.Points.Count ? Missing(data.Points.Count - known.Count, data.Points.Count, words) : string.Empty);
    }

    private static string Missing(int missing, int all, Typography words) => words.Choose(
        $" {words.Number(missing)} of {words.Counted(all, "point", "points")} {(words.IsSingular(missing) ? "is" : "are")} not known.",
        $" {words.Counted(missing, "point", "points")} sur {words.Number(all)} {(words.IsSingular(missing) ? "est inconnu" : "sont inconnus")}.");

    private static string Told(CurvePoint point, Typography words) => words.Choose(
        $"{words.Number(point.Visitors!.Value)} at {words.Time(point.At)} on {words.ShortDate(point.At)}",
        $"{words.Number(point.Visitors!.Value)} à {words.Time(point.At)}, le {words.ShortDate(point.At)}");

    private static string Describe(TimeSpan step, Typography words) => step == TimeSpan.FromMinutes(1)
        ? words.Choose("One point a minute.", "Un point par minute.")
        : words.Choose(
            $"One point every {words.Write(step)}: the minute with the most visitors. Refused page views: average of its minutes.",
            $"Un point toutes les {words.Write(step)}\u00A0: la minute comptant le plus de visiteurs. Pages vues refusées\u00A0: moyenne de ses minutes.");
}
