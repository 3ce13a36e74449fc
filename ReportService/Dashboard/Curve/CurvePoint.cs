namespace Affluence.Report.Dashboard.Curve;

/// <summary>One step of the curve. Null is not known, and is a gap.</summary>
/// <param name="At">
/// The minute of the step that is told: the one with the most visitors, or the last one where no minute is on record. With the site's civil offset.
/// </param>
/// <param name="Visitors">At that minute.</param>
/// <param name="BaselineVisitors">At the same civil moment a week earlier.</param>
/// <param name="RefusedPageViews">A minute, on average over the known minutes of the step.</param>
internal sealed record CurvePoint(DateTimeOffset At, long? Visitors, long? BaselineVisitors, double? RefusedPageViews);
