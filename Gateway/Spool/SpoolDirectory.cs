using System.Globalization;

namespace Affluence.Gateway.Spool;

/// <summary>
/// The folder of spool files. Gateways that share one each take the lowest number that is free: <c>spool-0.db</c>, <c>spool-1.db</c>. So one
/// that starts again finds what it left, and what one left that does not start again is found by the others.
/// </summary>
internal sealed class SpoolDirectory(string path)
{
    public const string DamagedSuffix = ".damaged";

    private const int MaxSlots = 1024;

    public string Path { get; } = path;

    /// <exception cref="IOException">No file can be made here.</exception>
    /// <exception cref="UnauthorizedAccessException">As above.</exception>
    public SpoolSlot Take()
    {
        Make();
        for (var number = 0; number < MaxSlots; number++)
        {
            if (SpoolSlot.TryTake(PathOf(number)) is { } slot)
            {
                return slot;
            }
        }

        throw new IOException($"{MaxSlots} gateways have their spool in this folder.");
    }

    /// <summary>Takes all the files that nobody has.</summary>
    /// <exception cref="IOException">The folder can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">As above.</exception>
    public IEnumerable<SpoolSlot> TakeOrphans() =>
        Directory.EnumerateFiles(Path, "spool-*.db")
            .Where(file => int.TryParse(System.IO.Path.GetFileNameWithoutExtension(file)["spool-".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .Order(StringComparer.Ordinal)
            .Select(SpoolSlot.TryTake)
            .OfType<SpoolSlot>();

    /// <summary>Deletes damaged files that were set aside so long ago. There are pseudonyms in them.</summary>
    /// <exception cref="IOException">One can't be deleted.</exception>
    /// <exception cref="UnauthorizedAccessException">As above.</exception>
    public void DeleteDamaged(DateTimeOffset before)
    {
        foreach (var file in Directory.EnumerateFiles(Path, $"spool-*.db.*{DamagedSuffix}*").Where(file => File.GetLastWriteTimeUtc(file) < before.UtcDateTime))
        {
            File.Delete(file);
        }
    }

    private void Make()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(Path);
        }
        else
        {
            // A folder that is there keeps its mode.
            Directory.CreateDirectory(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private string PathOf(int number) => System.IO.Path.Combine(Path, string.Create(CultureInfo.InvariantCulture, $"spool-{number}.db"));
}
