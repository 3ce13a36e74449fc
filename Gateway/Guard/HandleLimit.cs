using System.Globalization;
using Affluence.ServiceDefaults;

namespace Affluence.Gateway.Guard;

/// <summary>How many files and connections the operating system lets this process have open (RLIMIT_NOFILE), and what follows from it.</summary>
internal static class HandleLimit
{
    /// <summary>The gateway's own, mostly its assemblies (330 in use when it is warm), and a margin for those that come and go.</summary>
    internal const int Reserve = 512;

    private const string Limits = "/proc/self/limits";

    /// <returns>Null where it is not told, which is everywhere but on Linux, and where there is none.</returns>
    public static long? Read() => File.Exists(Limits) ? Parse(File.ReadLines(Limits)) : null;

    /// <summary>Reads a line as <c>Max open files            1024                 1048576              files</c>: the soft limit, which the runtime has raised to the hard one.</summary>
    internal static long? Parse(IEnumerable<string> lines)
    {
        const string name = "Max open files ";
        var line = lines.FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal));
        var soft = line?[name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        return long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? limit : null;
    }

    /// <summary>How many visitors' connections leave the reserve free, when each has one of the gateway to the site behind it.</summary>
    /// <exception cref="InvalidSettingException">Not even one.</exception>
    public static long ConnectionsWithin(long handles) => handles >= Reserve + 2
        ? (handles - Reserve) / 2
        : throw new InvalidSettingException(string.Create(
            CultureInfo.InvariantCulture, $"The process may open {handles} files (ulimit -n), and the gateway needs {Reserve + 2} at least."));
}
