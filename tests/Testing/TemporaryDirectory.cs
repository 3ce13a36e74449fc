namespace Affluence.Testing;

/// <summary>A folder of a test's own, deleted with all that is in it.</summary>
public sealed class TemporaryDirectory : IDisposable
{
    private const string MemoryDisk = "/dev/shm";

    public TemporaryDirectory()
        : this(Directory.CreateTempSubdirectory("affluence-").FullName)
    {
    }

    private TemporaryDirectory(string path) => Path = path;

    public string Path { get; }

    /// <summary>In memory where the system has such a place: for tests that write thousands of times and do not ask whether it is safe.</summary>
    public static TemporaryDirectory Fast() => Directory.Exists(MemoryDisk)
        ? new TemporaryDirectory(Directory.CreateDirectory(System.IO.Path.Combine(MemoryDisk, $"affluence-{Guid.NewGuid():N}")).FullName)
        : new TemporaryDirectory();

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose()
    {
        if (Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }
    }
}
