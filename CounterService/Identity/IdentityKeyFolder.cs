using System.Globalization;
using Affluence.ServiceDefaults;
using Microsoft.Extensions.Options;

namespace Affluence.Counter.Identity;

/// <summary>
/// The keys that seal the days' secrets, each in a file of its own: outside of the store, so that whoever reads the store, its log or a backup of
/// it reads no secret, and destroyed with the day, so that nobody ever will.
/// </summary>
/// <remarks>
/// A file is named by the epoch and the key (<c>17114-3fa2b1c4d5e6f708.key</c>). What is sealed names its key, so counters that share the folder need no
/// agreement: each may make keys, and the store decides whose seals.
/// </remarks>
internal sealed partial class IdentityKeyFolder(
    IOptions<IdentityKeyOptions> options, IHostEnvironment environment, IdentityCalendar calendar, ILogger<IdentityKeyFolder> logger)
{
    private const string Extension = ".key";
    private const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode FolderMode = FileMode | UnixFileMode.UserExecute;
    private const UnixFileMode Others = ~FolderMode;

    public string Path { get; } = System.IO.Path.Combine(environment.ContentRootPath, options.Value.KeyDirectory);

    /// <summary>Makes the folder, closes it to others, and tries it.</summary>
    /// <exception cref="InvalidSettingException">No key can be kept there.</exception>
    public void Prepare()
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(Path);
            }
            else
            {
                Directory.CreateDirectory(Path, FolderMode);
                Close(Path);
            }

            var trial = PathOf($"trial-{Guid.NewGuid():N}");
            Write(trial, []);
            File.Delete(trial);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidSettingException(
                $"{IdentityKeyOptions.Section}:{nameof(IdentityKeyOptions.KeyDirectory)} is '{options.Value.KeyDirectory}', where no key can be kept: {exception.Message}",
                exception);
        }
    }

    /// <summary>Makes a key for the secret of a day. It is on the disk when this returns.</summary>
    /// <exception cref="IdentityKeyException">It can't be written.</exception>
    public IdentityKey Create(int epoch)
    {
        var key = IdentityKey.New();
        try
        {
            Write(PathOf(NameOf(epoch, key.Name)), key.Secret);
            return key;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IdentityKeyException($"no key can be written to {Path}: {exception.Message}", exception);
        }
    }

    /// <summary>The key of this name; null if it is not here.</summary>
    /// <exception cref="IdentityKeyException">It can't be read.</exception>
    public IdentityKey? Find(int epoch, ReadOnlySpan<byte> name)
    {
        var path = PathOf(NameOf(epoch, name));
        try
        {
            var bytes = File.ReadAllBytes(path);
            return bytes.Length == IdentityKey.Length ? new IdentityKey(bytes) : throw new IdentityKeyException($"{path} is no key: it has {bytes.Length} bytes");
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IdentityKeyException($"{path} can't be read: {exception.Message}", exception);
        }
    }

    /// <summary>Destroys a key that seals nothing.</summary>
    public void Discard(int epoch, IdentityKey key) => Destroy(PathOf(NameOf(epoch, key.Name)));

    /// <summary>Destroys the keys of all days whose secret is to be gone by now.</summary>
    /// <exception cref="IOException">One can't be destroyed.</exception>
    /// <exception cref="UnauthorizedAccessException">As above.</exception>
    public void DestroyDue(DateTimeOffset now)
    {
        foreach (var path in Directory.EnumerateFiles(Path, "*" + Extension))
        {
            if (TryReadEpoch(path, out var epoch) && calendar.DayOf(epoch).DeletedAt <= now)
            {
                Destroy(path);
                Log.Destroyed(logger, epoch);
            }
        }
    }

    public static string TextOf(ReadOnlySpan<byte> name) => Convert.ToHexStringLower(name);

    private static string NameOf(int epoch, ReadOnlySpan<byte> name) => string.Create(CultureInfo.InvariantCulture, $"{epoch}-{TextOf(name)}{Extension}");

    private static bool TryReadEpoch(string path, out int epoch)
    {
        var name = System.IO.Path.GetFileName(path.AsSpan());
        epoch = 0;
        return name.IndexOf('-') is > 0 and var end && int.TryParse(name[..end], NumberStyles.None, CultureInfo.InvariantCulture, out epoch);
    }

    private static void Write(string path, byte[] bytes)
    {
        var options = new FileStreamOptions { Mode = System.IO.FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = FileMode;
        }

        using var file = new FileStream(path, options);
        file.Write(bytes);
        file.Flush(flushToDisk: true);
    }

    /// <summary>Overwritten before it is deleted, for what the file system does with the blocks of a deleted file is its own affair.</summary>
    private static void Destroy(string path)
    {
        try
        {
            using (var file = new FileStream(path, System.IO.FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
            {
                file.Write(new byte[IdentityKey.Length]);
                file.Flush(flushToDisk: true);
            }

            File.Delete(path);
        }
        catch (FileNotFoundException)
        {
            // Another counter was first.
        }
    }

    private string PathOf(string name) => System.IO.Path.Combine(Path, name);

    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private void Close(string folder)
    {
        var mode = File.GetUnixFileMode(folder);
        if ((mode & Others) == 0)
        {
            return;
        }

        try
        {
            File.SetUnixFileMode(folder, mode & FolderMode);
        }
        catch (UnauthorizedAccessException)
        {
            // A volume that an orchestrator mounted, which is its own to open. The files are closed all the same.
            Log.OpenToOthers(logger, folder, mode);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Destroyed a key of epoch {Epoch}: what it sealed can't be read any more, wherever it was copied to.")]
        public static partial void Destroyed(ILogger logger, int epoch);

        [LoggerMessage(LogLevel.Warning, "{Folder}, where the keys of identities are, is open to others ({Mode}), and is not ours to close.")]
        public static partial void OpenToOthers(ILogger logger, string folder, UnixFileMode mode);
    }
}
