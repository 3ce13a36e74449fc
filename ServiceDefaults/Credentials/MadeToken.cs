using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;

namespace Affluence.ServiceDefaults.Credentials;

/// <summary>
/// The token of a role for which none is configured. The first service that accepts the role makes it, in a file that only the services' user
/// may read; whoever sends it is a process of that user. It admits callers on this machine only (<see cref="LocalCaller"/>).
/// </summary>
public static class MadeToken
{
    /// <summary>Setting: the folder of such tokens. Services and tools that share it know each other without configuration.</summary>
    public const string DirectorySetting = $"{CredentialSettings.Section}:{CredentialSettings.DirectoryKey}";

    private const int TokenBytes = 32;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerOnlyFolder = OwnerOnly | UnixFileMode.UserExecute;

    /// <summary>The folder in force: the setting's, or else one of the user's own, such as <c>~/.local/share/Affluence/credentials</c>.</summary>
    public static string DirectoryOf(IConfiguration configuration) => configuration[DirectorySetting] is { Length: > 0 } configured
        ? Path.GetFullPath(configured)
        : Path.GetFullPath(Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "Affluence", "credentials"));

    /// <summary>The file of a role's token in a folder, whether it exists or not.</summary>
    public static string PathIn(string directory, CredentialRole role) => Path.Combine(directory, $"{role.ToString().ToLowerInvariant()}.token");

    /// <summary>
    /// Makes the token unless the file holds one that nobody else could read. Of several services that start at once one makes it and all use it.
    /// </summary>
    /// <param name="path">The folder is made too, and closed to others.</param>
    /// <param name="fault">Why there is none, as the end of a sentence that names the file.</param>
    /// <returns>Whether it was made just now.</returns>
    internal static bool Ensure(string path, out string? fault)
    {
        try
        {
            fault = null;
            CloseFolder(Path.GetDirectoryName(path)!);
            return !IsKept(path) && Make(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            fault = $"can't be written: {exception.Message}";
            return false;
        }
    }

    private static bool Make(string path)
    {
        var temporary = $"{path}.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using (var writer = new StreamWriter(temporary, options))
        {
            writer.WriteLine(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes)));
        }

        try
        {
            // What is there and was not kept, since others could read it or it is no token, is replaced.
            File.Move(temporary, path, overwrite: File.Exists(path));
            return true;
        }
        catch (IOException) when (IsKept(path))
        {
            // Another service made it meanwhile.
            File.Delete(temporary);
            return false;
        }
    }

    private static bool IsKept(string path) =>
        File.Exists(path)
        && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & ~OwnerOnly) == 0)
        && SecretFile.ReadToken(path, out _) is not null;

    private static void CloseFolder(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
            return;
        }

        Directory.CreateDirectory(directory, OwnerOnlyFolder);
        if ((File.GetUnixFileMode(directory) & ~OwnerOnlyFolder) != 0)
        {
            File.SetUnixFileMode(directory, OwnerOnlyFolder);
        }
    }
}
