using System.Diagnostics.CodeAnalysis;

namespace Affluence.Counter.Recording;

/// <summary>Names one process and start that records hits: 1 to 64 characters of <c>[A-Za-z0-9._-]</c>, so it may be part of a key.</summary>
internal readonly record struct WriterId
{
    public const string Grammar = KeyText.Grammar;

    private readonly string _text;

    private WriterId(string text) => _text = text;

    public static bool TryParse([NotNullWhen(true)] string? text, out WriterId writer)
    {
        var valid = KeyText.IsValid(text);
        writer = valid ? new WriterId(text!) : default;
        return valid;
    }

    public override string ToString() => _text;
}
