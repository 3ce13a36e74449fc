using Affluence.Report.Annotations;
using Affluence.Report.Surges;

namespace Affluence.Report.Dashboard.Curve;

/// <summary>The curve of one span of time, the same for all who look at it.</summary>
/// <param name="From">End of the first minute.</param>
/// <param name="To">End of the last minute.</param>
/// <param name="Step">Time from one point to the next.</param>
/// <param name="Points">One for each step, oldest first.</param>
/// <param name="Surges">Those that touch the span.</param>
/// <param name="Difficulties">Those that touch the span.</param>
/// <param name="Annotations">Those that touch the span.</param>
internal sealed record CurveData(
    CurveSpan Span,
    DateTimeOffset From,
    DateTimeOffset To,
    TimeSpan Step,
    IReadOnlyList<CurvePoint> Points,
    IReadOnlyList<Surge> Surges,
    IReadOnlyList<Difficulty> Difficulties,
    IReadOnlyList<Annotation> Annotations);
