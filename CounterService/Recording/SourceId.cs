using System.Diagnostics.CodeAnalysis;

namespace Affluence.Counter.Recording;

/// <summary>Names what records may be retracted by: one import, whatever its writers. 1 to 64 characters of <c>[A-Za-z0-9._-]</c>, so it may be part of a key.</summary>
internal readonly record struct SourceId
{
    public const string Grammar = KeyText.Grammar;

    private readonly string _text;

    private SourceId(string text) => _text = text;

    public static bool TryParse([NotNullWhen(true)] string? text, out SourceId source)
    {
        var valid = KeyText.IsValid(text);
        source = valid ? new SourceId(text!) : default;
        return valid;
    }

    public override string ToString() => _text;
}
