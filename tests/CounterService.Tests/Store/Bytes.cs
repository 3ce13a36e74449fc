using System.Text;

namespace Affluence.Counter.Tests.Store;

/// <summary>Searches every byte of folders, of a store that runs too.</summary>
internal static class Bytes
{
    /// <summary>Whether these bytes are in a file: as they are, in hexadecimal, or in Base64.</summary>
    public static bool AreIn(IEnumerable<string> folders, byte[] bytes) => ReadAll(folders).Exists(file => AreIn(file, bytes));

    public static bool AreIn(byte[] file, byte[] bytes) =>
        Forms(bytes).Any(form => file.AsSpan().IndexOf(form) >= 0);

    /// <summary>Each file. A cluster's list of its nodes is locked, and is the one without data.</summary>
    public static List<byte[]> ReadAll(IEnumerable<string> folders) =>
    [
        .. folders.SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            .Where(file => Path.GetFileName(file) != "nodes.conf")
            .Select(Read),
    ];

    private static IEnumerable<byte[]> Forms(byte[] bytes) =>
    [
        bytes,
        Encoding.ASCII.GetBytes(Convert.ToHexString(bytes)),
        Encoding.ASCII.GetBytes(Convert.ToHexStringLower(bytes)),
        Encoding.ASCII.GetBytes(Convert.ToBase64String(bytes).TrimEnd('=')),
    ];

    private static byte[] Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
