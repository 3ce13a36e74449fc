using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace Affluence.Gateway.Cache.Semantics;

/// <summary>What is to be given to a request for a range (RFC 9110 section 14).</summary>
internal enum RangeKind
{
    /// <summary>No range was asked for, or one that may be ignored: several, another unit, or nonsense.</summary>
    Whole,

    /// <summary>One range that is there, at least in part: 206.</summary>
    Part,

    /// <summary>One range, none of which is there: 416.</summary>
    Unsatisfiable,
}

/// <param name="Kind">What is to be given.</param>
/// <param name="Start">Offset of the part's first byte.</param>
/// <param name="Length">Bytes of the part.</param>
internal readonly record struct ByteRange(RangeKind Kind, int Start, int Length)
{
    private const string Unit = "bytes=";

    private static readonly ByteRange Whole = new(RangeKind.Whole, 0, 0);
    private static readonly ByteRange Unsatisfiable = new(RangeKind.Unsatisfiable, 0, 0);

    /// <param name="lines">The <c>Range</c> field.</param>
    /// <param name="length">Bytes of the whole.</param>
    /// <remarks>Several ranges are answered with the whole, which is allowed (14.2) and never more than their sum with overlaps can be.</remarks>
    public static ByteRange Parse(StringValues lines, int length)
    {
        if (lines is not [{ } line] || !line.StartsWith(Unit, StringComparison.OrdinalIgnoreCase))
        {
            return Whole;
        }

        var spec = line.AsSpan(Unit.Length).Trim([' ', '\t']);
        var dash = spec.IndexOf('-');
        if (dash < 0 || spec.Contains(','))
        {
            return Whole;
        }

        var first = spec[..dash];
        var last = spec[(dash + 1)..];
        if (first.IsEmpty)
        {
            return TryParse(last, out var suffix) ? Suffix(suffix, length) : Whole;
        }

        if (!TryParse(first, out var start) || !(last.IsEmpty || TryParse(last, out _)))
        {
            return Whole;
        }

        var end = !last.IsEmpty && TryParse(last, out var given) ? given : long.MaxValue;
        return end < start
            ? Whole
            : start >= length ? Unsatisfiable : new ByteRange(RangeKind.Part, (int)start, (int)(Math.Min(end, length - 1) - start) + 1);
    }

    private static ByteRange Suffix(long suffix, int length)
    {
        var part = (int)Math.Min(suffix, length);
        return part == 0 ? Unsatisfiable : new ByteRange(RangeKind.Part, length - part, part);
    }

    private static bool TryParse(ReadOnlySpan<char> text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
