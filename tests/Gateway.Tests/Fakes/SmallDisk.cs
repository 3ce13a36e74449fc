using System.Diagnostics;

namespace Affluence.Gateway.Tests.Fakes;

/// <summary>A file system of a few kilobytes, so that a disk that is full is a disk that is full.</summary>
internal sealed class SmallDisk : IDisposable
{
    private SmallDisk(string path) => Path = path;

    public string Path { get; }

    public long Free => new DriveInfo(Path).AvailableFreeSpace;

    /// <returns>Null where it can't be mounted.</returns>
    public static SmallDisk? TryMount(string path, int kilobytes)
    {
        Directory.CreateDirectory(path);
        return OperatingSystem.IsLinux() && Run("mount", "-t", "tmpfs", "-o", $"size={kilobytes}k", "tmpfs", path) ? new SmallDisk(path) : null;
    }

    public void Dispose() => Run("umount", "--lazy", Path);

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
