using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace Affluence.Gateway.Cache.Semantics;

/// <summary>A date in one of the three forms that a recipient must take (RFC 9110 section 5.6.7). The day's name is not compared with the date.</summary>
internal static class HttpDate
{
    private const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;

    /// <param name="values">The field's lines; of several the first counts.</param>
    /// <param name="now">Decides the century of a year in two digits.</param>
    /// <param name="date">The instant, in UTC.</param>
    public static bool TryParse(StringValues values, DateTimeOffset now, out DateTimeOffset date)
    {
        date = default;
        if (values is not [{ } text, ..])
        {
            return false;
        }

        var comma = text.IndexOf(", ", StringComparison.Ordinal);
        if (comma < 0)
        {
            // Sun Nov  6 08:49:37 1994
            return text.Length == 24 && TryParse(text.AsSpan(4).ToString().Replace("  ", " 0", StringComparison.Ordinal), "MMM dd HH:mm:ss yyyy", out date);
        }

        var rest = text[(comma + 2)..];
        if (rest.Length > 3 && rest[2] == '-')
        {
            // Sunday, 06-Nov-94 08:49:37 GMT
            return TryParseTwoDigits(rest, now, out date);
        }

        // Sun, 06 Nov 1994 08:49:37 GMT
        return comma == 3 && TryParse(rest, "dd MMM yyyy HH:mm:ss 'GMT'", out date);
    }

    public static string Write(DateTimeOffset date) => date.UtcDateTime.ToString("r", CultureInfo.InvariantCulture);

    private static bool TryParse(string text, string format, out DateTimeOffset date) =>
        DateTimeOffset.TryParseExact(text, format, CultureInfo.InvariantCulture, Utc, out date);

    /// <summary>A year that seems more than 50 years ahead is the last past one with these digits.</summary>
    private static bool TryParseTwoDigits(string text, DateTimeOffset now, out DateTimeOffset date)
    {
        date = default;
        if (text.Length != 22 || !int.TryParse(text.AsSpan(7, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var digits))
        {
            return false;
        }

        var year = (now.Year / 100 * 100) + digits;
        if (year > now.Year + 50)
        {
            year -= 100;
        }

        return TryParse(string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, 7)}{year:0000}{text.AsSpan(9)}"), "dd-MMM-yyyy HH:mm:ss 'GMT'", out date);
    }
}
