using System.Security.Cryptography;
using System.Text;
using Affluence.Simulator.Recording;

namespace Affluence.Simulator.Import;

/// <summary>
/// The file of the key under which imported visitors are made pseudonyms. It is made on first use, for its user alone. With it the same log
/// gives the same pseudonyms again, so nothing is counted twice; whoever deletes it makes what was imported anonymous.
/// </summary>
internal static class MasterKeyFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Empty where the user has no home, as services may have none. The folder itself is made with the key: a new user has none yet.</summary>
    public static string DefaultPath
    {
        get
        {
            var folder = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
            return folder.Length == 0 ? string.Empty : Path.Combine(folder, "affluence", "import.key");
        }
    }

    /// <exception cref="UnusableArgumentException">There is no key there, and none can be made.</exception>
    public static IdentityKeys ReadOrMake(string path)
    {
        if (path.Length == 0)
        {
            throw new UnusableArgumentException("--key-file: this user has no folder for application data; say where the key is to be.");
        }

        try
        {
            if (!File.Exists(path))
            {
                MakeUnlessThere(path);
            }

            var key = File.ReadAllBytes(path);
            return key.Length == IdentityKeys.Length
                ? new IdentityKeys(key)
                : throw new UnusableArgumentException($"--key-file: {path} is no key file: it has {key.Length} bytes, and a key has {IdentityKeys.Length}.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UnusableArgumentException($"--key-file: {path} can't be read or made: {exception.Message.TrimEnd('.')}.", exception);
        }
    }

    /// <summary>Of several who make one at once, in one process or in many, the first's stands: a move does not see to that everywhere.</summary>
    private static void MakeUnlessThere(string path)
    {
        var name = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(path))));
        using var turn = new Mutex(initiallyOwned: false, $@"Global\affluence-key-{name}");
        try
        {
            turn.WaitOne();
        }
        catch (AbandonedMutexException)
        {
            // Who had the turn ended in the middle of it; it is ours now, and what he left has another name.
        }

        try
        {
            if (!File.Exists(path))
            {
                Make(path);
            }
        }
        finally
        {
            turn.ReleaseMutex();
        }
    }

    /// <summary>Written whole under another name first, so that nobody reads half a key.</summary>
    private static void Make(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder);
        var temporary = Path.Combine(folder, Path.GetRandomFileName());
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using (var file = new FileStream(temporary, options))
        {
            file.Write(RandomNumberGenerator.GetBytes(IdentityKeys.Length));
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path);
    }
}
