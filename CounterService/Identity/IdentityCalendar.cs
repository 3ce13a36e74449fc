using NodaTime;

namespace Affluence.Counter.Identity;

/// <summary>
/// When identities rotate: each day at a local hour of the site's zone. Where the clocks skip that time it is as much later as they
/// jump; where it happens twice, the first one counts (NodaTime's lenient rule).
/// </summary>
internal sealed class IdentityCalendar(DateTimeZone zone, int rotationHour)
{
    private static readonly LocalDate Origin = new(1970, 1, 1);

    /// <summary>The identity in force at an instant: the one a window is counted under that starts then.</summary>
    public IdentityDay DayAt(DateTimeOffset instant)
    {
        var day = DayOf(Period.DaysBetween(Origin, Instant.FromDateTimeOffset(instant).InZone(zone).Date));
        return day.Start <= instant ? day : Before(day);
    }

    /// <summary>Every identity that is valid for a bucket at this instant, oldest first: one, or two for 30 minutes after a rotation.</summary>
    public IReadOnlyList<IdentityDay> ValidAt(DateTimeOffset instant)
    {
        var current = DayAt(instant);
        var previous = Before(current);
        return previous.IsValidAt(instant) ? [previous, current] : [current];
    }

    /// <summary>The day of an epoch.</summary>
    public IdentityDay DayOf(int epoch) => new(epoch, Start(epoch), Start(epoch + 1));

    public IdentityDay After(IdentityDay day)
    {
        var next = DayOf(day.Epoch + 1);
        return next.Start < next.End ? next : DayOf(day.Epoch + 2);
    }

    /// <summary>A zone that skipped a whole date (Samoa, 2011-12-30) has a day of no length there; it is nobody's.</summary>
    private IdentityDay Before(IdentityDay day)
    {
        var previous = DayOf(day.Epoch - 1);
        return previous.Start < previous.End ? previous : DayOf(day.Epoch - 2);
    }

    private DateTimeOffset Start(int epoch) =>
        Origin.PlusDays(epoch).At(new LocalTime(rotationHour, 0)).InZoneLeniently(zone).ToInstant().ToDateTimeOffset();
}
