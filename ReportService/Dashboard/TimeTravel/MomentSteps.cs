using Affluence.Report.CivilTime;
using Affluence.Report.Languages;

namespace Affluence.Report.Dashboard.TimeTravel;

/// <summary>A way to another minute.</summary>
/// <param name="Label">What the link shows, for example −1 h.</param>
/// <param name="Description">The same for those who hear it.</param>
/// <param name="At">Value of the page's <c>at</c>.</param>
public sealed record MomentStep(string Label, string Description, string At);

/// <summary>The minutes within a step of the one that is shown.</summary>
internal static class MomentSteps
{
    private static readonly (int Minutes, string Label, string English, string French)[] Steps =
    [
        (-60, "−1 h", "one hour earlier", "une heure plus tôt"),
        (-1, "−1 min", "one minute earlier", "une minute plus tôt"),
        (1, "+1 min", "one minute later", "une minute plus tard"),
        (60, "+1 h", "one hour later", "une heure plus tard"),
    ];

    /// <summary>In order of time, none in the future; the first is the same moment a week earlier.</summary>
    public static IReadOnlyList<MomentStep> Around(DateTimeOffset minute, DateTimeOffset now, SiteCalendar calendar, Typography words) =>
    [
        new(
            words.Choose("A week earlier", "Une semaine plus tôt"),
            words.Choose("the same moment one week earlier", "le même moment une semaine plus tôt"),
            MomentLinks.Parameter(calendar.WeeksBefore(minute, 1).At, calendar)),
        .. Steps
            .Select(step => (step.Label, Description: words.Choose(step.English, step.French), At: minute.AddMinutes(step.Minutes)))
            .Where(step => step.At <= now)
            .Select(step => new MomentStep(
                step.Label.Replace(' ', Typography.NoBreakSpace), step.Description, MomentLinks.Parameter(step.At, calendar))),
    ];
}
