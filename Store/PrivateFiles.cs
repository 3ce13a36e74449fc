using System.Runtime.InteropServices;

namespace Affluence.Store;

/// <summary>Closes files to everybody but their owner: those that are there, and those that this process will make.</summary>
internal static partial class PrivateFiles
{
    private const UnixFileMode File = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Folder = File | UnixFileMode.UserExecute;
    private const uint ClosedToOthers = 0b000_111_111;

    /// <summary>
    /// Makes the folder, or closes the one that is there with all that an earlier version left in it. Garnet makes its files with the mode that the
    /// process gives to all, so that is narrowed too, for good and for every file of the process.
    /// </summary>
    /// <exception cref="IOException">The folder can't be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It can't be made, or what is there is somebody else's.</exception>
    public static void Close(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return;
        }

        _ = SetMask(ClosedToOthers);
        Directory.CreateDirectory(folder, Folder);
        System.IO.File.SetUnixFileMode(folder, Folder);
        foreach (var inner in Directory.EnumerateDirectories(folder, "*", SearchOption.AllDirectories))
        {
            System.IO.File.SetUnixFileMode(inner, Folder);
        }

        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            System.IO.File.SetUnixFileMode(file, File);
        }
    }

    [LibraryImport("libc", EntryPoint = "umask")]
    private static partial uint SetMask(uint mask);
}
