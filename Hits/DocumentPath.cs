namespace Affluence.Hits;

/// <summary>Tells by a path alone whether it is one of a document: it has no extension, or that of a page.</summary>
public static class DocumentPath
{
    /// <param name="path">Without the query.</param>
    public static bool Is(ReadOnlySpan<char> path)
    {
        var extension = Path.GetExtension(path);
        return extension.IsEmpty
            || extension.Equals(".html", StringComparison.OrdinalIgnoreCase)
            || extension.Equals(".htm", StringComparison.OrdinalIgnoreCase)
            || extension.Equals(".xhtml", StringComparison.OrdinalIgnoreCase)
            || extension.Equals(".asp", StringComparison.OrdinalIgnoreCase)
            || extension.Equals(".aspx", StringComparison.OrdinalIgnoreCase)
            || extension.Equals(".jsp", StringComparison.OrdinalIgnoreCase)
            || extension.Equals(".php", StringComparison.OrdinalIgnoreCase);
    }
}
