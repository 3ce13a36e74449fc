using Affluence.Report.Annotations;
using Affluence.Report.CivilTime;
using Affluence.Report.Dashboard.TimeTravel;
using Affluence.Report.Languages;
using Affluence.Report.Surges;

namespace Affluence.Report.Dashboard.Curve;

/// <summary>Finds what of a curve's span is worth a mark.</summary>
internal static class CurveMarks
{
    // More letters than the alphabet has would tell nothing.
    private const int Most = 26;

    /// <summary>In order of time, lettered from A.</summary>
    public static IReadOnlyList<CurveMark> Of(CurveData data, CurveAxis axis, SiteCalendar calendar, Typography words) =>
        [.. data.Surges.SelectMany(surge => Of(surge, words))
            .Concat(data.Difficulties.SelectMany(difficulty => Of(difficulty, words)))
            .Concat(data.Annotations.Select(annotation => Of(annotation, words)))
            .Where(mark => axis.Contains(mark.At))
            .OrderBy(mark => mark.At)
            .TakeLast(Most)
            .Select((mark, index) => new CurveMark(
                ((char)('A' + index)).ToString(),
                mark.Kind,
                axis.Position(mark.At),
                data.Span == CurveSpan.ThreeHours ? words.Time(mark.At) : $"{words.ShortDate(mark.At)}, {words.Time(mark.At)}",
                mark.Text,
                MomentLinks.Parameter(mark.At, calendar)))];

    private static IEnumerable<Found> Of(Surge surge, Typography words)
    {
        yield return new(surge.Since, CurveMarkKind.SurgeBegan, words.Choose("Surge began", "Début de l’affluence"));
        var visitors = words.Counted(surge.Peak.Visitors, words.Choose("visitor", "visiteur"), words.Choose("visitors", "visiteurs"));
        var ratio = words.Ratio(surge.Peak.Ratio);
        yield return new(surge.Peak.At, CurveMarkKind.Peak, surge.Until is null
            ? words.Choose($"Peak so far: {visitors} ({ratio})", $"Sommet jusqu’ici\u00A0: {visitors} ({ratio})")
            : words.Choose($"Peak: {visitors} ({ratio})", $"Sommet\u00A0: {visitors} ({ratio})"));
        if (surge.Until is { } until)
        {
            yield return new(until, CurveMarkKind.SurgeEnded, words.Choose("Surge ended", "Fin de l’affluence"));
        }
    }

    private static IEnumerable<Found> Of(Difficulty difficulty, Typography words)
    {
        yield return new(
            difficulty.Since, CurveMarkKind.DifficultyBegan, words.Choose("Difficult to reach from here", "Difficile à joindre à partir d’ici"));
        if (difficulty.Until is { } until)
        {
            yield return new(until, CurveMarkKind.DifficultyEnded, words.Choose("Reachable again", "De nouveau joignable"));
        }
    }

    private static Found Of(Annotation annotation, Typography words)
    {
        var until = annotation.Until is { } end ? words.Choose($" (until {words.Time(end)})", $" (jusqu’à {words.Time(end)})") : string.Empty;
        return new(annotation.At, CurveMarkKind.Annotation, words.Choose(annotation.Text.En, annotation.Text.Fr) + until);
    }

    private readonly record struct Found(DateTimeOffset At, CurveMarkKind Kind, string Text);
}
