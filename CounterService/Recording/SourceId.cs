using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Affluence.Counter.Recording;

/// <summary>Names what records may be retracted by: one import, whatever its writers. 1 to 64 characters of <c>[A-Za-z0-9._-]</c>, so it may be part of a key.</summary>
internal readonly record struct SourceId
{
    public const string Grammar = "1 to 64 characters of [A-Za-z0-9._-]";

    private const int MaxLength = 64;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    private readonly string _text;

    private SourceId(string text) => _text = text;

    public static bool TryParse([NotNullWhen(true)] string? text, out SourceId source)
    {
        var valid = text is { Length: > 0 and <= MaxLength } && !text.AsSpan().ContainsAnyExcept(Allowed);
        source = valid ? new SourceId(text!) : default;
        return valid;
    }

    public override string ToString() => _text;
}
