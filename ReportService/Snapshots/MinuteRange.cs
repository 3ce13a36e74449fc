using Affluence.Report.CivilTime;

namespace Affluence.Report.Snapshots;

/// <summary>Minutes from, from + step, … before to.</summary>
internal sealed record MinuteRange(DateTimeOffset From, DateTimeOffset To, TimeSpan Step)
{
    public const int MostPoints = 10_000;

    public static TimeSpan DefaultStep { get; } = TimeSpan.FromMinutes(1);

    /// <summary>The range, cut to whole minutes; or which of <c>from</c>, <c>to</c> and <c>step</c> is wrong, and how.</summary>
    public static (MinuteRange? Range, string? Parameter, string? Fault) Create(DateTimeOffset from, DateTimeOffset to, TimeSpan step)
    {
        if (!StepText.Divides(step))
        {
            return (null, "step", "must be a whole number of minutes that divides a day, for example PT15M.");
        }

        var range = new MinuteRange(WholeMinute(from), WholeMinute(to), step);
        if (range.From >= range.To)
        {
            return (null, "from", "must be before to, by a whole minute at least.");
        }

        var points = (range.To - range.From).Ticks / step.Ticks;
        return points <= MostPoints
            ? (range, null, null)
            : (null, "step", $"the range has {points} points, and at most {MostPoints} are given: take a longer step or a shorter range.");
    }

    /// <summary>The whole minute at or before an instant.</summary>
    public static DateTimeOffset WholeMinute(DateTimeOffset instant) => instant.AddTicks(-(instant.UtcTicks % TimeSpan.TicksPerMinute));
}
