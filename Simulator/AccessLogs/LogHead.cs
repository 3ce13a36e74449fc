using System.Buffers;

namespace Affluence.Simulator.AccessLogs;

/// <summary>Tells by its first bytes what a file is that is no log, so that a person knows what to do about it.</summary>
internal static class LogHead
{
    private const int TarMagicAt = 257;

    private static readonly (byte[] Magic, string Name)[] Archives =
    [
        ([.. "PK\x03\x04"u8], "a ZIP archive"),
        ([.. "7z"u8, 0xbc, 0xaf], "a 7z archive"),
        ([0x1f, 0x8b], "packed twice"),
        ([.. "BZh"u8], "packed twice"),
        ([0xfd, .. "7zXZ"u8], "packed twice"),
        ([0x28, 0xb5, 0x2f, 0xfd], "packed twice"),
    ];

    // Of all control characters a text has line ends and tabs; a log of handshakes gone wrong has some more.
    private static readonly SearchValues<byte> Controls = SearchValues.Create(
        [.. Enumerable.Range(0, ' ').Select(value => (byte)value).Except([(byte)'\t', (byte)'\n', (byte)'\r', (byte)'\x1b'])]);

    public static int ByteOrderMarkLength(ReadOnlySpan<byte> head) => head.StartsWith("\uFEFF"u8) ? "\uFEFF"u8.Length : 0;

    public static Packing PackingOf(ReadOnlySpan<byte> head) => head switch
    {
        [0x1f, 0x8b, ..] => Packing.Gzip,
        [(byte)'B', (byte)'Z', (byte)'h', >= (byte)'1' and <= (byte)'9', ..] => Packing.Bzip2,
        [0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', ..] => Packing.Xz,
        [0x28, 0xb5, 0x2f, 0xfd, ..] => Packing.Zstandard,
        _ => Packing.None,
    };

    /// <summary>Half a sentence that reads on after the file's name; null if it may be a log.</summary>
    public static string? Describe(ReadOnlySpan<byte> head)
    {
        foreach (var (magic, name) in Archives)
        {
            if (head.StartsWith(magic))
            {
                return $"is {name}; unpack it first, for example with unzip -p FILE, and give - for standard input";
            }
        }

        if (head.Length > TarMagicAt && head[TarMagicAt..].StartsWith("ustar"u8))
        {
            return "is a tar archive; unpack it first, for example with tar -xOf FILE, and give - for standard input";
        }

        if (head is [0xff, 0xfe, ..] or [0xfe, 0xff, ..] or [not 0, 0, not 0, 0, ..] or [0, not 0, 0, not 0, ..])
        {
            return "is UTF-16; convert it to UTF-8 first, for example with iconv -f UTF-16 -t UTF-8";
        }

        return null;
    }

    /// <summary>
    /// Whether it is no text at all: it holds a NUL, or many other control characters. Asked only of what is not recognised, for a log
    /// holds NULs where the power failed.
    /// </summary>
    public static bool IsBinary(ReadOnlySpan<byte> head)
    {
        if (head.Contains((byte)0))
        {
            return true;
        }

        var controls = 0;
        for (var rest = head; rest.IndexOfAny(Controls) is >= 0 and var at; rest = rest[(at + 1)..])
        {
            controls++;
        }

        return controls > head.Length / 50;
    }
}
