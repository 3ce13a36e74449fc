namespace Affluence.Report.Dashboard.Curve;

/// <summary>What a mark on the curve stands for.</summary>
public enum CurveMarkKind
{
    SurgeBegan,
    Peak,
    SurgeEnded,
    DifficultyBegan,
    DifficultyEnded,

    /// <summary>Something that people put on record, as a broadcast that began.</summary>
    Annotation,
}

/// <summary>A moment that the curve marks with a letter, and the list below it with words.</summary>
/// <param name="Position">Where it is, in steps from the first point: 1.5 is half-way between the second and the third.</param>
/// <param name="Time">In the page's language.</param>
/// <param name="Moment">The minute as the page's <c>at</c>.</param>
public sealed record CurveMark(string Letter, CurveMarkKind Kind, double Position, string Time, string Text, string Moment);

/// <summary>A stretch of the curve in which the site was difficult to reach, in steps from the first point.</summary>
public sealed record CurveBand(double From, double To);

/// <summary>One point of the curve in words, for the table and for the pointer.</summary>
/// <param name="Moment">The minute as the page's <c>at</c>.</param>
public sealed record CurveRow(string Time, string Visitors, string Baseline, string Refused, string Moment);
