using Affluence.Report.CivilTime;

namespace Affluence.Report.Snapshots;

/// <summary>Minutes from, from + step, … before to.</summary>
internal sealed record MinuteRange(DateTimeOffset From, DateTimeOffset To, TimeSpan Step)
{
    /// <summary>Of an answer that is put together before it is sent, or that its reader holds in memory.</summary>
    public const int MostPoints = 10_000;

    /// <summary>Of an answer that is sent line by line: a leap year of minutes, and the day after it.</summary>
    public const int MostLines = 367 * 24 * 60;

    public static TimeSpan DefaultStep { get; } = TimeSpan.FromMinutes(1);

    /// <summary>The range, cut to whole minutes; or which of <c>from</c>, <c>to</c> and <c>step</c> is wrong, and how.</summary>
    /// <param name="mostPoints">How many there may be.</param>
    public static (MinuteRange? Range, string? Parameter, string? Fault) Create(
        DateTimeOffset from, DateTimeOffset to, TimeSpan step, int mostPoints = MostPoints)
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
        return points <= mostPoints
            ? (range, null, null)
            : (null, "step", $"the range has {points} points, and at most {mostPoints} are given: take a longer step or a shorter range.");
    }

    /// <summary>The whole minute at or before an instant.</summary>
    public static DateTimeOffset WholeMinute(DateTimeOffset instant) => instant.AddTicks(-(instant.UtcTicks % TimeSpan.TicksPerMinute));
}
