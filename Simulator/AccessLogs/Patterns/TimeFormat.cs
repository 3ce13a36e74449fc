using System.Buffers;
using System.Globalization;
using NodaTime;

namespace Affluence.Simulator.AccessLogs.Patterns;

/// <summary>A time as Apache httpd writes it by <c>%{…}t</c>: a format of strftime, or <c>sec</c>, <c>msec</c>, <c>usec</c>.</summary>
internal sealed class TimeFormat
{
    private static readonly SearchValues<byte> DigitsAndCapitals = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"u8);

    private static readonly Dictionary<char, string> Short = new()
    {
        ['T'] = "%H:%M:%S",
        ['R'] = "%H:%M",
        ['F'] = "%Y-%m-%d",
        ['D'] = "%m/%d/%y",
    };

    private readonly string _format;
    private readonly long _perSecond;

    private TimeFormat(string format, long perSecond) => (_format, _perSecond) = (format, perSecond);

    /// <exception cref="FormatException">It can't be read; half a sentence that reads on after "the format string".</exception>
    public static TimeFormat OfApache(string argument)
    {
        var format = argument.StartsWith("begin:", StringComparison.Ordinal) ? argument["begin:".Length..]
            : argument.StartsWith("end:", StringComparison.Ordinal) ? argument["end:".Length..] : argument;
        switch (format)
        {
            case "sec":
                return new TimeFormat(string.Empty, 1);
            case "msec":
                return new TimeFormat(string.Empty, 1_000);
            case "usec":
                return new TimeFormat(string.Empty, 1_000_000);
            case "msec_frac" or "usec_frac":
                return new TimeFormat("%f", 0);
        }

        foreach (var (letter, meaning) in Short)
        {
            format = format.Replace($"%{letter}", meaning, StringComparison.Ordinal);
        }

        for (var at = format.IndexOf('%', StringComparison.Ordinal); at >= 0; at = format.IndexOf('%', at + 2))
        {
            if (at + 1 == format.Length || !"YymdebHMSzfZs%h".Contains(format[at + 1], StringComparison.Ordinal))
            {
                throw new FormatException($"has a time in {argument}, of which {format[at..Math.Min(at + 2, format.Length)]} is not known here");
            }
        }

        return new TimeFormat(format, 0);
    }

    /// <summary>Takes in what stands in one field of a time, which may be told in several.</summary>
    public bool TryRead(ReadOnlySpan<byte> text, ref Parts parts)
    {
        if (_perSecond > 0)
        {
            var isNumber = TryNumber(text, out var number);
            parts.Unix = isNumber ? number / _perSecond : null;
            return isNumber;
        }

        for (var at = 0; at < _format.Length; at++)
        {
            if (_format[at] != '%' || _format[++at] == '%')
            {
                if (text.IsEmpty || text[0] != _format[at])
                {
                    return false;
                }

                text = text[1..];
            }
            else if (!parts.TryTake(_format[at], ref text))
            {
                return false;
            }
        }

        return text.IsEmpty;
    }

    private static bool TryNumber(ReadOnlySpan<byte> text, out long number) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    /// <summary>What is known of a time until now.</summary>
    internal struct Parts
    {
        private int _year;
        private int _month;
        private int _day;
        private int _clock;
        private int? _offset;

        /// <summary>Seconds since 1970, where they are told as such.</summary>
        public long? Unix { get; set; }

        public bool TryTake(char directive, ref ReadOnlySpan<byte> text)
        {
            switch (directive)
            {
                case 'Y':
                    return TryDigits(ref text, 4, out _year);
                case 'y':
                    var isYear = TryDigits(ref text, 2, out _year);
                    _year += 2000;
                    return isYear;
                case 'm':
                    return TryDigits(ref text, 2, out _month);
                case 'd':
                    return TryDigits(ref text, 2, out _day);
                case 'e':
                    text = text.TrimStart((byte)' ');
                    return TryDigits(ref text, text.Length > 1 && text[1] is >= (byte)'0' and <= (byte)'9' ? 2 : 1, out _day);
                case 'b' or 'h':
                    _month = text.Length >= 3 ? LogTime.Month(text[..3]) : 0;
                    text = text[Math.Min(3, text.Length)..];
                    return _month > 0;
                case 'H':
                    return TryClock(ref text, 3600, 23);
                case 'M':
                    return TryClock(ref text, 60, 59);
                case 'S':
                    return TryClock(ref text, 1, 60);
                case 's':
                    var digits = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
                    digits = digits < 0 ? text.Length : digits;
                    var isUnix = TryNumber(text[..digits], out var seconds);
                    Unix = seconds;
                    text = text[digits..];
                    return isUnix;
                case 'z':
                    var length = text.Length > 3 && text[3] == ':' ? 6 : 5;
                    var isOffset = text.Length >= length && LogTime.TryReadOffset(text[..length], out var offset) && (_offset = offset) is not null;
                    text = text[Math.Min(length, text.Length)..];
                    return isOffset;
                default:
                    // %f, a fraction, and %Z, letters that name no zone for sure.
                    var end = text.IndexOfAnyExcept(DigitsAndCapitals);
                    text = end < 0 ? default : text[end..];
                    return true;
            }
        }

        /// <summary>The time, once all of its fields were taken in.</summary>
        public readonly TimeReading Read(DateTimeZone? zone, out long seconds)
        {
            seconds = Unix ?? 0;
            if (Unix is not null)
            {
                return TimeReading.Time;
            }

            if (!LogTime.TryReadDays(_year, _month, _day, out var days))
            {
                return TimeReading.NoTime;
            }

            var local = (days * LogTime.SecondsPerDay) + _clock;
            seconds = _offset is { } offset ? local - offset : zone is null ? 0 : LogTime.InZone(local, zone);
            return _offset is null && zone is null ? TimeReading.NoOffset : TimeReading.Time;
        }

        private bool TryClock(ref ReadOnlySpan<byte> text, int seconds, int most)
        {
            var isNumber = TryDigits(ref text, 2, out var number);
            _clock += number * seconds;
            return isNumber && number <= most;
        }

        private static bool TryDigits(ref ReadOnlySpan<byte> text, int length, out int number)
        {
            number = 0;
            if (text.Length < length || text[..length].ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            {
                return false;
            }

            foreach (var digit in text[..length])
            {
                number = (number * 10) + digit - '0';
            }

            text = text[length..];
            return true;
        }
    }
}
