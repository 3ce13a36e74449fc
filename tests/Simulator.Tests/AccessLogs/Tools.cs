using System.Diagnostics;

namespace Affluence.Simulator.Tests.AccessLogs;

/// <summary>Programs of the system that pack files, where they are installed.</summary>
internal static class Tools
{
    public static bool Has(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    /// <summary>What a command writes when it is given the bytes.</summary>
    public static byte[] Pipe(string command, byte[] bytes)
    {
        var words = command.Split(' ');
        var input = Path.GetTempFileName();
        File.WriteAllBytes(input, bytes);
        try
        {
            var start = new ProcessStartInfo(words[0], [.. words[1..], input]) { RedirectStandardOutput = true };
            using var process = Process.Start(start)!;
            using var output = new MemoryStream();
            process.StandardOutput.BaseStream.CopyTo(output);
            process.WaitForExit();
            return output.ToArray();
        }
        finally
        {
            File.Delete(input);
        }
    }
}
