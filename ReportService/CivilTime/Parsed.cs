using System.Diagnostics.CodeAnalysis;

namespace Affluence.Report.CivilTime;

/// <summary>What came of reading a text from outside: a value, or one sentence that says what was wrong with it.</summary>
internal readonly record struct Parsed<T>(T? Value, string? Error)
    where T : struct
{
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool Succeeded => Value is not null;
}

internal static class Parsed
{
    public static Parsed<T> Of<T>(T value)
        where T : struct => new(value, null);

    public static Parsed<T> Failed<T>(string error)
        where T : struct => new(null, error);

    /// <summary>A text of the client's to put into an error: short, and without what could break out of it.</summary>
    public static string Quote(string text)
    {
        const int Longest = 40;
        var shown = new string([.. text.Take(Longest).Select(character => char.IsAscii(character) && !char.IsControl(character) ? character : '?')]);
        return text.Length > Longest ? $"'{shown}…'" : $"'{shown}'";
    }
}
