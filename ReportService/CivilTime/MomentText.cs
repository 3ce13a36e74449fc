using System.Globalization;
using NodaTime;
using NodaTime.Text;
using NodaTime.TimeZones;

namespace Affluence.Report.CivilTime;

/// <summary>
/// Reads a moment as people and programs write it: an RFC 3339 instant (<c>2016-11-08T23:00:00-05:00</c>), or a date and time without
/// offset (<c>2016-11-08T23:00</c>), which is read on the site's clocks. Seconds may be left out.
/// </summary>
internal static class MomentText
{
    public const string Example = "2016-11-08T23:00:00-05:00";

    // The counter takes no time before 2000; the upper end keeps every later sum inside what DateTimeOffset can hold.
    public const int FirstYear = 2000;
    public const int LastYear = 2999;

    // Longest sensible form: 2016-11-08T23:00:00.123456789-05:00.
    private const int LongestText = 35;

    private static readonly OffsetDateTimePattern[] Instants =
    [
        OffsetDateTimePattern.Rfc3339,
        OffsetDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss;FFFFFFFFFo<Z+HH:mm>"),
        OffsetDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mmo<Z+HH:mm>"),
    ];

    private static readonly LocalDateTimePattern[] LocalTimes =
    [
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss;FFFFFFFFF"),
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm"),
    ];

    /// <summary>The instant, or why the text names none; the sentence does not begin with the parameter's name.</summary>
    public static Parsed<DateTimeOffset> Parse(string text, DateTimeZone zone)
    {
        var normal = Normalize(text);
        if (text.Length <= LongestText)
        {
            foreach (var pattern in Instants)
            {
                if (pattern.Parse(normal) is { Success: true, Value: var instant })
                {
                    return InRange(instant.LocalDateTime) ? Parsed.Of(instant.ToInstant().ToDateTimeOffset()) : OutOfRange(text);
                }
            }

            foreach (var pattern in LocalTimes)
            {
                if (pattern.Parse(normal) is { Success: true, Value: var local })
                {
                    return InRange(local) ? ReadOnSiteClocks(local, zone) : OutOfRange(text);
                }
            }
        }

        return Parsed.Failed<DateTimeOffset>(
            $"{Parsed.Quote(text)} is neither an RFC 3339 instant, for example {Example}, nor a local date and time, " +
            $"for example 2016-11-08T23:00{PlusHint(text)}.");
    }

    // RFC 3339 lets 't' and 'z' be small letters and the 'T' be a space.
    private static string Normalize(string text)
    {
        var upper = text.ToUpperInvariant();
        return upper.Length > 10 && upper[10] == ' ' ? string.Concat(upper.AsSpan(0, 10), "T", upper.AsSpan(11)) : upper;
    }

    // "+01:00" arrives as " 01:00" when the client did not encode the plus sign of a query.
    private static string PlusHint(string text) =>
        text.Length > 6 && text[^6] == ' ' ? " (in a query, write the + of an offset as %2B)" : string.Empty;

    private static bool InRange(LocalDateTime local) => local.Year is >= FirstYear and <= LastYear;

    private static Parsed<DateTimeOffset> OutOfRange(string text) =>
        Parsed.Failed<DateTimeOffset>($"{Parsed.Quote(text)} is not in the years {FirstYear} to {LastYear}.");

    private static Parsed<DateTimeOffset> ReadOnSiteClocks(LocalDateTime local, DateTimeZone zone)
    {
        var mapping = zone.MapLocal(local);
        return mapping.Count switch
        {
            1 => Parsed.Of(mapping.Single().ToDateTimeOffset()),
            0 => Parsed.Failed<DateTimeOffset>(
                $"{Show(local)} does not exist in {zone.Id}, since clocks went forward. Around it are " +
                $"{Show(BeforeGap(local, mapping))} and {Show(AfterGap(local, mapping))}."),
            _ => Parsed.Failed<DateTimeOffset>(
                $"{Show(local)} happens twice in {zone.Id}. Name the instant: " +
                $"{Show(mapping.First().ToDateTimeOffset())} or {Show(mapping.Last().ToDateTimeOffset())}."),
        };
    }

    private static string Show(LocalDateTime local) => local.ToString("uuuu-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);

    private static DateTimeOffset AfterGap(LocalDateTime skipped, ZoneLocalMapping mapping) =>
        skipped.WithOffset(mapping.EarlyInterval.WallOffset).WithOffset(mapping.LateInterval.WallOffset).ToDateTimeOffset();

    private static DateTimeOffset BeforeGap(LocalDateTime skipped, ZoneLocalMapping mapping) =>
        skipped.WithOffset(mapping.LateInterval.WallOffset).WithOffset(mapping.EarlyInterval.WallOffset).ToDateTimeOffset();

    private static string Show(DateTimeOffset instant) => instant.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
}
