using Affluence.Counter.Recording;

namespace Affluence.Counter.Store;

/// <summary>What ends the names of all that one source recorded: <c>@import-1</c>. What can't be retracted has none, and names as they always were.</summary>
internal static class SourceSuffix
{
    /// <summary>Stands in no name of a writer, country or source.</summary>
    private const char Separator = '@';

    public static string Of(string? source) => source is null ? string.Empty : Separator + source;

    public static string Of(SourceId? source) => source is null ? string.Empty : Of(source.Value.ToString());

    public static (string Name, string? Source) Split(string text)
    {
        var at = text.IndexOf(Separator, StringComparison.Ordinal);
        return at < 0 ? (text, null) : (text[..at], text[(at + 1)..]);
    }
}
