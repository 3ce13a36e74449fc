using System.Diagnostics;

namespace Affluence.Testing;

/// <summary>A file system of a few kilobytes, so that a disk that is full is a disk that is full.</summary>
public sealed class SmallDisk : IDisposable
{
    /// <summary>Why a test that wants one is skipped where none can be mounted.</summary>
    public const string MissingReason = "Only root can mount a small disk.";

    private SmallDisk(string path) => Path = path;

    public string Path { get; }

    /// <returns>Null where it can't be mounted.</returns>
    public static SmallDisk? TryMount(string path, int kilobytes)
    {
        Directory.CreateDirectory(path);
        return OperatingSystem.IsLinux() && Run("mount", "-t", "tmpfs", "-o", $"size={kilobytes}k", "tmpfs", path) ? new SmallDisk(path) : null;
    }

    /// <summary>Takes all the room there is.</summary>
    public void Fill()
    {
        using var filler = new FileStream(Filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[4096];
        try
        {
            while (true)
            {
                filler.Write(block);
            }
        }
        catch (IOException)
        {
            // Full.
        }
    }

    /// <summary>Gives back what <see cref="Fill"/> took.</summary>
    public void Clear() => File.Delete(Filler);

    public void Dispose() => Run("umount", "--lazy", Path);

    private string Filler => System.IO.Path.Combine(Path, "filler");

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
