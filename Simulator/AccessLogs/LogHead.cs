using System.Buffers;

namespace Affluence.Simulator.AccessLogs;

/// <summary>Tells by its first bytes what a file is that is no log, so that a person knows what to do about it.</summary>
internal static class LogHead
{
    private const int TarMagicAt = 257;

    private const string PackedTwice = "packed twice; unpack it once";

    /// <summary>Half a sentence each: what it is, and how it is unpacked.</summary>
    private static readonly (byte[] Magic, string Words)[] Archives =
    [
        ([.. "PK\x03\x04"u8], "a ZIP archive; unpack it first, for example with unzip -p FILE"),
        ([.. "7z"u8, 0xbc, 0xaf], "a 7z archive; unpack it first, for example with 7z x -so FILE"),
        ([.. "Rar!"u8], "a RAR archive; unpack it first, for example with unrar p -inul FILE"),
        ([0x04, 0x22, 0x4d, 0x18], "packed by lz4; unpack it first, for example with lz4 -dc FILE"),
        ([.. "LZIP"u8], "packed by lzip; unpack it first, for example with lzip -dc FILE"),
        ([0x5d, 0x00, 0x00], "packed by lzma; unpack it first, for example with xz -dc FILE"),
        ([0x1f, 0x9d], "packed by compress; unpack it first, for example with gzip -dc FILE"),
        ([0x1f, 0x8b], PackedTwice),
        ([.. "BZh"u8], PackedTwice),
        ([0xfd, .. "7zXZ"u8], PackedTwice),
        ([0x28, 0xb5, 0x2f, 0xfd], PackedTwice),
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

        // A frame to be skipped, with which pzstd begins (RFC 8878, 3.1.2).
        [>= 0x50 and <= 0x5f, 0x2a, 0x4d, 0x18, ..] => Packing.Zstandard,
        _ => Packing.None,
    };

    /// <summary>Half a sentence that reads on after the file's name; null if it may be a log.</summary>
    public static string? Describe(ReadOnlySpan<byte> head)
    {
        foreach (var (magic, words) in Archives)
        {
            if (head.StartsWith(magic))
            {
                return $"is {words}, and give - for standard input";
            }
        }

        if (head.Length > TarMagicAt && head[TarMagicAt..].StartsWith("ustar"u8))
        {
            return "is a tar archive; unpack it first, for example with tar -xOf FILE, and give - for standard input";
        }

        if (head is [0xff, 0xfe, 0, 0, ..] or [0, 0, 0xfe, 0xff, ..])
        {
            return "is UTF-32; convert it to UTF-8 first, for example with iconv -f UTF-32 -t UTF-8";
        }

        if (head is [0xff, 0xfe, ..] or [0xfe, 0xff, ..] or [not 0, 0, not 0, 0, ..] or [0, not 0, 0, not 0, ..])
        {
            return "is UTF-16; convert it to UTF-8 first, for example with iconv -f UTF-16 -t UTF-8";
        }

        if (!head.Contains((byte)'\n') && head.TrimEnd((byte)'\r').Contains((byte)'\r'))
        {
            return "has lines that end with a carriage return alone; convert it first, for example with tr '\\r' '\\n' < FILE, and give - for standard input";
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
