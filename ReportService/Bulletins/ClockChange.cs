using Affluence.Report.CivilTime;
using NodaTime.Extensions;

namespace Affluence.Report.Bulletins;

/// <summary>How a change of clocks bears on the comparison with the same moment a week earlier.</summary>
internal enum ClockChange
{
    None,

    /// <summary>Clocks went forward in between: the moments are less than 168 hours apart.</summary>
    ForwardBetween,

    /// <summary>Clocks went back in between: they are more than 168 hours apart.</summary>
    BackBetween,

    /// <summary>The clocks of the earlier day skipped the moment.</summary>
    EarlierSkipped,

    /// <summary>The clocks of the earlier day showed the moment twice.</summary>
    EarlierTwice,

    /// <summary>The clocks of this day show the moment twice.</summary>
    LaterTwice,
}

internal static class ClockChanges
{
    /// <param name="at">A whole minute.</param>
    public static ClockChange Before(DateTimeOffset at, SiteCalendar calendar)
    {
        var later = at.ToInstant().InZone(calendar.Zone);
        var earlier = later.LocalDateTime.PlusWeeks(-1);
        var mapping = calendar.Zone.MapLocal(earlier);
        return mapping.Count switch
        {
            0 => ClockChange.EarlierSkipped,
            1 when calendar.Zone.MapLocal(later.LocalDateTime).Count == 2 => ClockChange.LaterTwice,
            1 => mapping.Single().Offset.CompareTo(later.Offset) switch
            {
                < 0 => ClockChange.ForwardBetween,
                > 0 => ClockChange.BackBetween,
                _ => ClockChange.None,
            },
            _ => ClockChange.EarlierTwice,
        };
    }
}
