namespace Affluence.Gateway.Spool;

/// <summary>
/// The right to one spool file, held by a lock on a file beside it, which the system lifts when the process ends, however it ends. The
/// lock's file is never deleted: two processes could hold the lock of two files of one name.
/// </summary>
internal sealed class SpoolSlot : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly string[] Companions = ["", "-wal", "-shm", "-journal"];

    private readonly FileStream _lock;

    private SpoolSlot(string path, FileStream fileLock) => (Path, _lock) = (path, fileLock);

    public string Path { get; }

    /// <summary>Takes the slot; null if another process, or another gateway in this one, has it.</summary>
    /// <exception cref="IOException">The lock can't be made.</exception>
    /// <exception cref="UnauthorizedAccessException">As above.</exception>
    public static SpoolSlot? TryTake(string path)
    {
        var name = System.IO.Path.ChangeExtension(path, ".lock");
        try
        {
            return new SpoolSlot(path, new FileStream(name, With(FileMode.OpenOrCreate, FileAccess.ReadWrite)));
        }
        catch (IOException exception) when (IsTaken(exception))
        {
            return null;
        }
    }

    /// <summary>Makes the file, empty, if there is none: SQLite would let others read it.</summary>
    public void MakePrivate()
    {
        using (new FileStream(Path, With(FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite)))
        {
        }

        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path, OwnerOnly);
        }
    }

    /// <summary>Renames a file that can't be read, so that somebody may look at it, and returns its new name.</summary>
    public string SetAside(DateTimeOffset now)
    {
        var aside = $"{Path}.{now:yyyyMMdd'T'HHmmss'Z'}{SpoolDirectory.DamagedSuffix}";
        foreach (var companion in Companions.Where(companion => File.Exists(Path + companion)))
        {
            File.Move(Path + companion, aside + companion, overwrite: true);
            File.SetLastWriteTimeUtc(aside + companion, now.UtcDateTime);
        }

        return aside;
    }

    public void Delete()
    {
        foreach (var companion in Companions)
        {
            File.Delete(Path + companion);
        }
    }

    public void Dispose() => _lock.Dispose();

    /// <summary>EWOULDBLOCK of Linux and of macOS, and the sharing violation of Windows: .NET has no exception of its own for them.</summary>
    private static bool IsTaken(IOException exception) => exception.HResult is 11 or 35 or unchecked((int)0x80070020);

    private static FileStreamOptions With(FileMode mode, FileAccess access, FileShare share = FileShare.None)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = share, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return options;
    }
}
