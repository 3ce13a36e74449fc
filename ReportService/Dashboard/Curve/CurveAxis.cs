using Affluence.Report.Languages;

namespace Affluence.Report.Dashboard.Curve;

/// <summary>The axis of time of a curve: where a moment is on it, and how it is labelled.</summary>
internal sealed class CurveAxis(CurveData data)
{
    // The first point stands for the minutes up to the end of the first step.
    private readonly DateTimeOffset _firstPoint = data.From.AddMinutes(-1) + data.Step;

    /// <summary>Position of the newest step of which anything is known.</summary>
    public double LastKnown =>
        Math.Max(0, data.Points.ToList().FindLastIndex(point => point.Visitors is not null || point.RefusedPageViews is not null));

    /// <summary>Steps from the first point, not before it and not after the last.</summary>
    public double Position(DateTimeOffset at) => Math.Clamp((at - _firstPoint) / data.Step, 0, Math.Max(0, data.Points.Count - 1));

    public bool Contains(DateTimeOffset at) => at >= data.From && at <= data.To;

    /// <summary>One for each step: where the site's clocks passed a multiple of the span's <see cref="CurveSpan.LabelEvery"/>, else empty.</summary>
    public IReadOnlyList<string> Labels(Typography words)
    {
        var ends = Enumerable.Range(0, data.Points.Count).Select(index => Civil(index)).ToList();
        return [.. ends.Select((end, index) => index > 0 && Tick(end) != Tick(ends[index - 1]) ? Label(end, words) : string.Empty)];
    }

    private long Tick(DateTimeOffset civil) => civil.DateTime.Ticks / data.Span.LabelEvery.Ticks;

    private string Label(DateTimeOffset civil, Typography words) =>
        data.Span.LabelEvery < TimeSpan.FromDays(1) ? words.Time(civil) : words.ShortDate(civil);

    // The points carry the site's offset, which a change of clocks alters on the way.
    private DateTimeOffset Civil(int index) => (_firstPoint + (index * data.Step)).ToOffset(data.Points[index].At.Offset);
}
