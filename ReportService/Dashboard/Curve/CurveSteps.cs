using Affluence.Report.CivilTime;
using Affluence.Report.Surges;

namespace Affluence.Report.Dashboard.Curve;

/// <summary>Gathers minutes into the steps of a curve.</summary>
internal static class CurveSteps
{
    /// <summary>Of old times only these minutes are kept: see <see cref="ReportOptions.QuarterHourRetention"/>.</summary>
    private const int QuarterHour = 15;

    /// <summary>The span's own step, or a quarter of an hour where finer ones would be gaps between single minutes.</summary>
    public static TimeSpan StepFor(CurveSpan span, IReadOnlyList<MinuteMeasure> minutes) =>
        span.Step.TotalMinutes < QuarterHour && minutes.Count > 0 && minutes.All(minute => minute.At % QuarterHour == 0)
            ? TimeSpan.FromMinutes(QuarterHour)
            : span.Step;

    /// <param name="minutes">Known minutes of (from, to], in order.</param>
    /// <param name="from">In minutes since 1970; a whole number of steps before <paramref name="to"/>.</param>
    public static IReadOnlyList<CurvePoint> Gather(IEnumerable<MinuteMeasure> minutes, long from, long to, TimeSpan step, SiteCalendar calendar)
    {
        var length = (long)step.TotalMinutes;
        var steps = minutes.ToLookup(minute => (minute.At - from - 1) / length);
        return
        [
            .. Enumerable.Range(0, (int)((to - from) / length))
                .Select(index => Gather([.. steps[index]], from + ((index + 1) * length), calendar)),
        ];
    }

    // The busiest minute stands for its step, so that a peak is as high on a week's curve as it was.
    private static CurvePoint Gather(IReadOnlyList<MinuteMeasure> minutes, long last, SiteCalendar calendar)
    {
        MinuteMeasure? told = minutes.Count == 0 ? null : minutes.MaxBy(minute => minute.Visitors);
        var refused = minutes.Select(minute => minute.RefusedPageViews).OfType<long>().ToList();
        return new CurvePoint(
            calendar.Localize(DateTimeOffset.FromUnixTimeSeconds((told?.At ?? last) * 60)),
            told?.Visitors,
            told?.BaselineVisitors,
            refused.Count == 0 ? null : refused.Average());
    }
}
