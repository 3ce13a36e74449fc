using System.Buffers.Text;
using NodaTime;

namespace Affluence.Simulator.AccessLogs;

/// <summary>Reads times as logs write them, to whole seconds since 1970. Times before 2000 and after 2999 are none: the counter takes none.</summary>
internal static class LogTime
{
    /// <summary>Of <c>08/Nov/2016:23:00:00 -0500</c>.</summary>
    public const int CommonLength = 26;

    private const int FirstYear = 2000;
    private const int LastYear = 2999;
    public const int SecondsPerDay = 86_400;
    private const int DateLength = 10;
    private const int TimeLength = 8;

    /// <summary>Unix time in milliseconds has 12 or 13 digits before the point, in seconds 9 to 11; in microseconds and nanoseconds 3 and 6 more than in milliseconds.</summary>
    private const long LeastMilliseconds = 100_000_000_000;

    /// <summary>Reads <c>08/Nov/2016:23:00:00 -0500</c>.</summary>
    public static bool TryParseCommon(ReadOnlySpan<byte> text, out long seconds)
    {
        seconds = 0;
        if (text.Length != CommonLength || text[2] != '/' || text[6] != '/' || text[11] != ':' || text[20] != ' '
            || !TryReadClock(text.Slice(12, TimeLength), out var clock)
            || !TryReadOffset(text[21..], out var offset)
            || !TryReadDays(Number(text.Slice(7, 4)), Month(text.Slice(3, 3)), Number(text[..2]), out var days))
        {
            return false;
        }

        seconds = (days * SecondsPerDay) + clock - offset;
        return true;
    }

    /// <summary>Reads <c>2016-11-08T23:00:00-05:00</c>, with or without a fraction, and with any of the offsets <c>Z</c>, <c>-0500</c> and <c>-05:00</c>.</summary>
    public static bool TryParseIso(ReadOnlySpan<byte> text, out long seconds)
    {
        seconds = 0;
        const int end = DateLength + 1 + TimeLength;
        if (text.Length <= end || text[DateLength] is not ((byte)'T' or (byte)'t' or (byte)' ')
            || !TryReadDate(text[..DateLength], out var days)
            || !TryReadClock(text.Slice(DateLength + 1, TimeLength), out var clock))
        {
            return false;
        }

        var rest = text[end..];
        if (rest[0] is (byte)'.' or (byte)',')
        {
            var fraction = rest[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
            if (fraction < 1)
            {
                return false;
            }

            rest = rest[(1 + fraction)..];
        }

        if (!TryReadOffset(rest, out var offset))
        {
            return false;
        }

        seconds = (days * SecondsPerDay) + clock - offset;
        return true;
    }

    /// <summary>Reads Unix time in seconds, with or without a fraction, or in milliseconds, microseconds or nanoseconds: <c>1478664000.123</c>.</summary>
    public static bool TryParseUnix(ReadOnlySpan<byte> text, out long seconds)
    {
        seconds = 0;
        if (!Utf8Parser.TryParse(text, out long number, out var read) || number < 0 || !IsFraction(text[read..]))
        {
            return false;
        }

        while (number >= LeastMilliseconds)
        {
            number /= 1000;
        }

        var days = number / SecondsPerDay;
        if (days < DaysOf(FirstYear, 1, 1) || days >= DaysOf(LastYear + 1, 1, 1))
        {
            return false;
        }

        seconds = number;
        return true;
    }

    /// <summary>Reads any of these, and times without an offset from UTC in a zone.</summary>
    /// <param name="zone">Null: a time without an offset can't be read.</param>
    public static TimeReading Read(ReadOnlySpan<byte> text, DateTimeZone? zone, out long seconds)
    {
        text = text is [(byte)'[', .., (byte)']'] ? text[1..^1] : text;
        if (TryParseCommon(text, out seconds) || TryParseIso(text, out seconds) || TryParseUnix(text, out seconds))
        {
            return TimeReading.Time;
        }

        if (!TryParseLocal(text, out var local, out var rest))
        {
            return TimeReading.NoTime;
        }

        if (!rest.IsEmpty)
        {
            var isTime = TryReadOffset(rest.TrimStart((byte)' '), out var offset);
            seconds = local - offset;
            return isTime ? TimeReading.Time : TimeReading.NoTime;
        }

        seconds = zone is null ? 0 : InZone(local, zone);
        return zone is null ? TimeReading.NoOffset : TimeReading.Time;
    }

    /// <summary>Of a time on a zone's clocks; of one that there is twice, the first.</summary>
    /// <param name="local">Seconds since 1970 on these clocks.</param>
    public static long InZone(long local, DateTimeZone zone) =>
        zone.AtLeniently(Instant.FromUnixTimeSeconds(local).InUtc().LocalDateTime).ToInstant().ToUnixTimeSeconds();

    /// <summary>Reads <c>2016-11-08</c>.</summary>
    public static bool TryReadDate(ReadOnlySpan<byte> text, out long days)
    {
        days = 0;
        return text.Length == DateLength && text[4] == '-' && text[7] == '-'
            && TryReadDays(Number(text[..4]), Number(text.Slice(5, 2)), Number(text.Slice(8, 2)), out days);
    }

    /// <summary>Reads <c>23:00:00</c> in UTC, with or without a fraction, on a day.</summary>
    public static bool TryReadClockOf(long days, ReadOnlySpan<byte> text, out long seconds)
    {
        seconds = 0;
        if (text.Length < TimeLength || !TryReadClock(text[..TimeLength], out var clock) || !IsFraction(text[TimeLength..]))
        {
            return false;
        }

        seconds = (days * SecondsPerDay) + clock;
        return true;
    }

    /// <summary>Reads <c>08/Nov/2016:23:00:00.123</c>, <c>2016-11-08 23:00:00</c> or <c>2016/11/08 23:00:00</c>; what follows is left over.</summary>
    private static bool TryParseLocal(ReadOnlySpan<byte> text, out long local, out ReadOnlySpan<byte> rest)
    {
        local = 0;
        rest = default;
        var isCommon = text.Length > 2 && text[2] == '/';
        var dateLength = isCommon ? DateLength + 1 : DateLength;
        if (text.Length < dateLength + 1 + TimeLength || text[dateLength] is not ((byte)':' or (byte)'T' or (byte)' '))
        {
            return false;
        }

        long days = 0;
        var isDate = isCommon
            ? text[6] == '/' && TryReadDays(Number(text.Slice(7, 4)), Month(text.Slice(3, 3)), Number(text[..2]), out days)
            : TryReadDate(text[..DateLength], out days)
                || (text[4] == '/' && text[7] == '/' && TryReadDays(Number(text[..4]), Number(text.Slice(5, 2)), Number(text.Slice(8, 2)), out days));
        if (!isDate || !TryReadClock(text.Slice(dateLength + 1, TimeLength), out var clock))
        {
            return false;
        }

        local = (days * SecondsPerDay) + clock;
        rest = text[(dateLength + 1 + TimeLength)..];
        if (rest is [(byte)'.' or (byte)',', ..])
        {
            var fraction = rest[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
            rest = fraction < 0 ? default : rest[(1 + fraction)..];
        }

        return true;
    }

    private static bool IsFraction(ReadOnlySpan<byte> text) =>
        text.IsEmpty || (text[0] == '.' && text.Length > 1 && !text[1..].ContainsAnyExceptInRange((byte)'0', (byte)'9'));

    /// <summary>A leap second, 60, is the first of the next minute, as in Unix time.</summary>
    private static bool TryReadClock(ReadOnlySpan<byte> text, out int seconds)
    {
        int hour = Number(text[..2]), minute = Number(text.Slice(3, 2)), second = Number(text.Slice(6, 2));
        seconds = (((hour * 60) + minute) * 60) + second;
        return text[2] == ':' && text[5] == ':' && hour is >= 0 and < 24 && minute is >= 0 and < 60 && second is >= 0 and <= 60;
    }

    public static bool TryReadOffset(ReadOnlySpan<byte> text, out int seconds)
    {
        seconds = 0;
        if (text is [(byte)'Z' or (byte)'z'] || text.SequenceEqual("UTC"u8) || text.SequenceEqual("GMT"u8))
        {
            return true;
        }

        if (text.Length is not (5 or 6) || text[0] is not ((byte)'+' or (byte)'-') || (text.Length == 6 && text[3] != ':'))
        {
            return false;
        }

        int hours = Number(text.Slice(1, 2)), minutes = Number(text[^2..]);
        seconds = ((hours * 60) + minutes) * 60 * (text[0] == '-' ? -1 : 1);
        return hours is >= 0 and <= 18 && minutes is >= 0 and < 60;
    }

    public static bool TryReadDays(int year, int month, int day, out long days)
    {
        var isDate = year is >= FirstYear and <= LastYear && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);
        days = isDate ? DaysOf(year, month, day) : 0;
        return isDate;
    }

    private static long DaysOf(int year, int month, int day) => new DateOnly(year, month, day).DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    public static int Month(ReadOnlySpan<byte> name) => ((name[0] << 16) | (name[1] << 8) | name[2]) switch
    {
        ('J' << 16) | ('a' << 8) | 'n' => 1,
        ('F' << 16) | ('e' << 8) | 'b' => 2,
        ('M' << 16) | ('a' << 8) | 'r' => 3,
        ('A' << 16) | ('p' << 8) | 'r' => 4,
        ('M' << 16) | ('a' << 8) | 'y' => 5,
        ('J' << 16) | ('u' << 8) | 'n' => 6,
        ('J' << 16) | ('u' << 8) | 'l' => 7,
        ('A' << 16) | ('u' << 8) | 'g' => 8,
        ('S' << 16) | ('e' << 8) | 'p' => 9,
        ('O' << 16) | ('c' << 8) | 't' => 10,
        ('N' << 16) | ('o' << 8) | 'v' => 11,
        ('D' << 16) | ('e' << 8) | 'c' => 12,
        _ => 0,
    };

    /// <summary>Of digits alone; below 0 if there is anything else.</summary>
    private static int Number(ReadOnlySpan<byte> digits)
    {
        var number = 0;
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'9')
            {
                return -1;
            }

            number = (number * 10) + digit - '0';
        }

        return number;
    }
}
