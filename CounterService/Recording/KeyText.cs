using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Affluence.Counter.Recording;

/// <summary>What a name that callers choose may be, so that it can be part of a key.</summary>
internal static class KeyText
{
    public const string Grammar = "1 to 64 characters of [A-Za-z0-9._-]";

    private const int MaxLength = 64;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    public static bool IsValid([NotNullWhen(true)] string? text) => text is { Length: > 0 and <= MaxLength } && !text.AsSpan().ContainsAnyExcept(Allowed);
}
