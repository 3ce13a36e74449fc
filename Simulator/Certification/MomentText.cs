using NodaTime;
using NodaTime.Text;

namespace Affluence.Simulator.Certification;

/// <summary>
/// A whole minute as a person writes it: an instant (<c>2016-11-08T23:00:00-05:00</c>), or a date and time on the site's clocks
/// (<c>2016-11-08T23:00</c>), which is an instant only once the site's zone is known.
/// </summary>
internal sealed record MomentText(string Text, OffsetDateTime? Instant, LocalDateTime? Local)
{
    private static readonly OffsetDateTimePattern[] Instants =
    [
        OffsetDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:sso<Z+HH:mm>"),
        OffsetDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mmo<Z+HH:mm>"),
    ];

    private static readonly LocalDateTimePattern[] Locals =
    [
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss"),
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm"),
    ];

    /// <summary>Null if the text is no whole minute.</summary>
    public static MomentText? Parse(string text)
    {
        foreach (var pattern in Instants)
        {
            if (pattern.Parse(text) is { Success: true, Value: { Second: 0 } instant })
            {
                return new MomentText(text, instant, null);
            }
        }

        foreach (var pattern in Locals)
        {
            if (pattern.Parse(text) is { Success: true, Value: { Second: 0 } local })
            {
                return new MomentText(text, null, local);
            }
        }

        return null;
    }

    /// <exception cref="UnusableArgumentException">It is no time, or two, on the site's clocks.</exception>
    public DateTimeOffset On(DateTimeZone zone, string option)
    {
        if (Instant is { } instant)
        {
            return instant.ToDateTimeOffset();
        }

        var mapping = zone.MapLocal(Local!.Value);
        return mapping.Count == 1
            ? mapping.Single().ToDateTimeOffset()
            : throw new UnusableArgumentException(mapping.Count == 0
                ? $"{option}: {Text} does not exist in {zone.Id}, since clocks went forward."
                : $"{option}: {Text} happens twice in {zone.Id}, since clocks went back; write it with its offset.");
    }
}
