using System.Globalization;
using System.Text;

namespace Affluence.Report.Annotations;

/// <summary>The words of an annotation: one line, shown beside figures on pages, in logs and in chats that are not ours.</summary>
internal static class AnnotationText
{
    public const int LongestText = 280;

    // Joiners, which Persian and Indic scripts and emoji are written with. Of all invisible characters these alone are let through.
    private static readonly Rune[] Joiners = [new(0x200C), new(0x200D)];

    /// <summary>The text as it is kept: a letter and its accent as one character, without white space around it.</summary>
    /// <param name="fault">What is wrong with it, as the end of a sentence that begins with the field's name.</param>
    public static string? Read(string text, out string? fault)
    {
        fault = FaultOf(text);
        if (fault is not null)
        {
            return null;
        }

        var kept = LatinAccents.Compose(text).Trim();
        var length = kept.EnumerateRunes().Count();
        fault = length switch
        {
            0 => "is empty.",
            > LongestText => string.Create(CultureInfo.InvariantCulture, $"has {length} characters, and at most {LongestText} are kept."),
            _ => null,
        };
        return fault is null ? kept : null;
    }

    private static string? FaultOf(string text)
    {
        for (var index = 0; index < text.Length;)
        {
            if (!Rune.TryGetRuneAt(text, index, out var rune))
            {
                return Fault(text[index], index, "half a character");
            }

            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                return Fault(rune.Value, index, "a control character");
            }

            // An XML document may not hold all of them, and some programs not normalize them.
            if ((rune.Value & 0xFFFE) == 0xFFFE || rune.Value is >= 0xFDD0 and <= 0xFDEF)
            {
                return Fault(rune.Value, index, "no character");
            }

            // U+202E and its kind let a text read other than it is written.
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format && !Joiners.Contains(rune))
            {
                return Fault(rune.Value, index, "an invisible character or changes the direction of text");
            }

            index += rune.Utf16SequenceLength;
        }

        return null;
    }

    private static string Fault(int value, int index, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"has U+{value:X4} at position {index + 1}, which is {what}.");
}
