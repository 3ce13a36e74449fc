using System.Text;

namespace Affluence.ServiceDefaults.Credentials;

/// <summary>A secret in a file of its own, as orchestrators give them: one line, of which the line's end is no part.</summary>
public static class SecretFile
{
    // Far more than a secret is long; a path that leads to something else is not read to its end.
    private const int LongestFile = 4096;

    /// <summary>The text of the file.</summary>
    /// <param name="fault">Why it can't be read, as the end of a sentence that names the setting.</param>
    public static string? Read(string path, out string? fault)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[LongestFile];
            var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            fault = length == LongestFile ? $"has {LongestFile} bytes or more" : null;
            return fault is null ? Encoding.UTF8.GetString(bytes, 0, length).TrimEnd('\r', '\n') : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            fault = $"can't be read: {exception.Message}";
            return null;
        }
    }

    /// <summary>The token that the file holds.</summary>
    /// <param name="fault">Why it has none, as the end of a sentence that names the setting; never what it holds.</param>
    public static string? ReadToken(string path, out string? fault) =>
        Read(path, out fault) is { } text && CredentialToken.Read(text, out fault) is not null ? text : null;
}
