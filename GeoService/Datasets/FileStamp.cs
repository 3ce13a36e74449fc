namespace Affluence.Geo;

/// <summary>
/// Tells whether a file changed, by looking at it: notices of the file system do not come through bind mounts, and name the wrong file
/// when a link or a folder above is exchanged.
/// </summary>
internal readonly record struct FileStamp(string Target, long Length, DateTime LastWriteTimeUtc)
{
    /// <summary>The stamp of what a path leads to now; the default value if that is nothing that can be read.</summary>
    public static FileStamp Of(string path)
    {
        try
        {
            var target = new FileInfo(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path);
            return new(target.FullName, target.Length, target.LastWriteTimeUtc);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return default;
        }
    }
}
