using System.Globalization;
using System.Xml;

namespace Affluence.Report.CivilTime;

/// <summary>
/// Reads the step of a range: an ISO 8601 duration (<c>PT15M</c>) or the short form (<c>15m</c>, <c>1h</c>, <c>1d</c>). A step is a whole
/// number of minutes that divides a day, so that every day has the same minutes in it.
/// </summary>
internal static class StepText
{
    private const int MinutesOfDay = 24 * 60;
    private const int LongestText = 12;

    public static Parsed<TimeSpan> Parse(string text)
    {
        var length = text.Length is > 1 and <= LongestText ? ReadShort(text) ?? ReadIso(text) : null;
        if (length is null)
        {
            return Parsed.Failed<TimeSpan>($"{Parsed.Quote(text)} is no duration, for example PT15M or 15m.");
        }

        return Divides(length.Value)
            ? Parsed.Of(length.Value)
            : Parsed.Failed<TimeSpan>($"{Parsed.Quote(text)} is no whole number of minutes that divides a day (from PT1M to P1D), for example PT15M.");
    }

    /// <summary>Whether a step may be used: whole minutes, dividing a day.</summary>
    public static bool Divides(TimeSpan step) =>
        step.Ticks > 0 && step.Ticks % TimeSpan.TicksPerMinute == 0 && MinutesOfDay % (step.Ticks / TimeSpan.TicksPerMinute) == 0;

    private static TimeSpan? ReadShort(string text)
    {
        if (!int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count > MinutesOfDay * 60)
        {
            return null;
        }

        return text[^1] switch
        {
            's' => TimeSpan.FromSeconds(count),
            'm' => TimeSpan.FromMinutes(count),
            'h' => TimeSpan.FromHours(count),
            'd' => TimeSpan.FromDays(count),
            _ => null,
        };
    }

    private static TimeSpan? ReadIso(string text)
    {
        // XmlConvert reads more than a step needs: years and months, which have no fixed length, and a sign.
        if (text[0] != 'P' || text.AsSpan().Contains('Y') || DateDesignators(text).Contains('M'))
        {
            return null;
        }

        try
        {
            return XmlConvert.ToTimeSpan(text);
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            return null;
        }
    }

    private static ReadOnlySpan<char> DateDesignators(string text) => text.AsSpan(0, text.IndexOf('T') is var time and >= 0 ? time : text.Length);
}
