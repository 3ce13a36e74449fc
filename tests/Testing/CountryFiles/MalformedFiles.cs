using System.Buffers.Binary;
using System.Text;

namespace Affluence.Testing.CountryFiles;

/// <summary>
/// Files that break the MaxMind DB format specification 2.0, each in one way. A sound one is a tree of 24-bit records, 16 zero bytes, a
/// data section, a marker and metadata.
/// </summary>
public static class MalformedFiles
{
    private const int Separator = 16;

    private static readonly byte[] Record = Map(("country_code", Text("CA")));

    /// <summary>One node that sends 0.0.0.0/1 to the record and 128.0.0.0/1 to nothing.</summary>
    public static byte[] Sound => File([(Data(1, 0), 1)], Record);

    public static IReadOnlyDictionary<string, byte[]> All { get; } = new Dictionary<string, byte[]>
    {
        ["marker alone"] = Marker,
        ["marker twice, the last without metadata"] = [.. Sound, .. Marker],
        ["tree: node that leads to itself"] = File([(0, 0)], Record),
        ["tree: two nodes that lead to each other"] = File([(1, 1), (0, 0)], Record),
        ["tree: 2^32 empty networks of 32 nodes"] = File([.. Enumerable.Range(1, 32).Select(next => (next, next))], Record),
        ["tree: 2^128 networks with a record, of 128 nodes"] = File(
            [.. Enumerable.Range(1, 127).Select(next => (next, next)), (Data(128, 0), Data(128, 0))], Record, Metadata(nodes: 128, ipVersion: 6)),
        ["tree: 2^128 empty networks behind one that has a record"] = File(
            [(1, 2), (Data(129, 0), 129), .. Enumerable.Range(3, 126).Select(next => (next, next)), (129, 129)], Record, Metadata(nodes: 129, ipVersion: 6)),
        ["tree: 2^32 empty networks of 32 nodes that are said to be 2^31"] = [
            .. Enumerable.Range(1, 32).SelectMany(next => new[] { next, next }).SelectMany(next => BigEndian(next == 32 ? 1u << 31 : (uint)next, 4)),
            .. Marker, .. Metadata(nodes: 1u << 31, recordSize: 32)],
        ["tree: record beyond the end"] = File([(Data(1, 5_000), 1)], Record),
        ["tree: record inside the separator"] = File([(1 + 3, 1)], Record),
        ["tree: record inside the metadata"] = File([(Data(1, Record.Length + 20), 1)], Record),
        ["data: none"] = File([(Data(1, 0), 1)], []),
        ["data: pointer to itself"] = File([(Data(1, 0), 1)], Pointer(0)),
        ["data: two pointers to each other"] = File([(Data(1, 0), 1)], [.. Pointer(2), .. Pointer(0)]),
        ["data: pointer beyond the end"] = File([(Data(1, 0), 1)], Pointer(2_000)),
        ["data: map that holds itself"] = File([(Data(1, 0), 1)], Map(("country", Pointer(0)))),
        ["data: array that holds itself twice"] = File([(Data(1, 0), 1)], [.. Control(11, 2), .. Pointer(0), .. Pointer(0)]),
        ["data: map of arrays, each twice the one before, 60 deep"] = File([(Data(1, 0), 1)], Doubled(60)),
        ["data: 100,000 arrays in one another"] = File([(Data(1, 0), 1)], [.. Map(("country", [])), .. Repeat(Control(11, 1), 100_000), .. Text("CA")]),
        ["data: 100,000 maps in one another"] = File([(Data(1, 0), 1)], [.. Repeat([.. Control(7, 1), .. Text("country")], 100_000), .. Text("CA")]),
        ["data: key that is a number"] = File([(Data(1, 0), 1)], [.. Control(7, 1), .. Number(1), .. Text("CA")]),
        ["data: key that is a map"] = File([(Data(1, 0), 1)], [.. Control(7, 1), .. Map(), .. Text("CA")]),
        ["data: map of 16,843,036 pairs"] = File([(Data(1, 0), 1)], Control(7, 16_843_036)),
        ["data: array of 16,843,036 items"] = File([(Data(1, 0), 1)], Map(("country_code", Control(11, 16_843_036)))),
        ["data: text of 16,843,036 bytes"] = File([(Data(1, 0), 1)], Map(("country_code", Control(2, 16_843_036)))),
        ["data: bytes of 16,843,036"] = File([(Data(1, 0), 1)], Map(("country_code", Control(4, 16_843_036)))),
        ["data: record that is text"] = File([(Data(1, 0), 1)], Text("CA")),
        ["data: record that is a number"] = File([(Data(1, 0), 1)], Number(1)),
        ["data: record that is an array"] = File([(Data(1, 0), 1)], [.. Control(11, 1), .. Text("CA")]),
        ["data: country that is a number"] = File([(Data(1, 0), 1)], Map(("country", Number(1)))),
        ["data: country that is a boolean"] = File([(Data(1, 0), 1)], Map(("country", Control(14, 1)))),
        ["data: iso_code that is a map"] = File([(Data(1, 0), 1)], Map(("country", Map(("iso_code", Map()))))),
        ["data: iso_code that is no UTF-8"] = File([(Data(1, 0), 1)], Map(("country_code", [.. Control(2, 2), 0xc3, 0x28]))),
        ["data: number of 9 bytes"] = File([(Data(1, 0), 1)], Map(("country_code", [.. Control(9, 9), .. new byte[9]]))),
        ["data: double of 3 bytes"] = File([(Data(1, 0), 1)], Map(("country_code", [.. Control(3, 3), .. new byte[3]]))),
        ["data: type that does not exist"] = File([(Data(1, 0), 1)], Map(("country_code", [0x01, 0xff, .. new byte[8]]))),
        ["data: container that is reserved"] = File([(Data(1, 0), 1)], Map(("country_code", Control(12, 1)))),
        ["data: end marker"] = File([(Data(1, 0), 1)], Map(("country_code", Control(13, 0)))),
        ["metadata: empty map"] = With(Map()),
        ["metadata: text"] = With(Text("GeoLite2-Country")),
        ["metadata: pointer to itself"] = With(Pointer(0)),
        ["metadata: map that holds itself"] = With(Map(("database_type", Pointer(0)))),
        ["metadata: map of 16,843,036 pairs"] = With(Control(7, 16_843_036)),
        ["metadata: node_count missing"] = With(Metadata(nodes: null)),
        ["metadata: node_count 0"] = With(Metadata(nodes: 0)),
        ["metadata: node_count 2"] = With(Metadata(nodes: 2)),
        ["metadata: node_count 2^31"] = With(Metadata(nodes: 1u << 31)),
        ["metadata: node_count 2^32 - 1"] = With(Metadata(nodes: uint.MaxValue)),
        ["metadata: record_size 0"] = With(Metadata(recordSize: 0)),
        ["metadata: record_size 12"] = With(Metadata(recordSize: 12)),
        ["metadata: record_size 28"] = With(Metadata(recordSize: 28)),
        ["metadata: record_size 65535"] = With(Metadata(recordSize: ushort.MaxValue)),
        ["metadata: ip_version 0"] = With(Metadata(ipVersion: 0)),
        ["metadata: ip_version 5"] = With(Metadata(ipVersion: 5)),
        ["metadata: format 3"] = With(Metadata(majorVersion: 3)),
    };

    private static byte[] Marker => [0xab, 0xcd, 0xef, .. "MaxMind.com"u8];

    private static byte[] With(byte[] metadata) => File([(Data(1, 0), 1)], Record, metadata);

    private static byte[] File((int Left, int Right)[] nodes, byte[] data, byte[]? metadata = null) =>
    [
        .. nodes.SelectMany(node => new[] { node.Left, node.Right }).SelectMany(record => BigEndian((uint)record, 3)),
        .. new byte[Separator],
        .. data,
        .. Marker,
        .. metadata ?? Metadata(nodes: (uint)nodes.Length),
    ];

    /// <summary>What a node of a tree of so many nodes holds to lead to an offset of the data section.</summary>
    private static int Data(int nodes, int offset) => nodes + Separator + offset;

    private static byte[] Metadata(uint? nodes = 1, ushort recordSize = 24, ushort ipVersion = 4, ushort majorVersion = 2) => Map(
    [
        ("binary_format_major_version", [.. Control(5, 2), .. BigEndian(majorVersion, 2)]),
        ("binary_format_minor_version", Control(5, 0)),
        ("build_epoch", [.. Control(9, 4), .. BigEndian(1_780_000_000, 4)]),
        ("database_type", Text("Test")),
        ("description", Map()),
        ("ip_version", [.. Control(5, 2), .. BigEndian(ipVersion, 2)]),
        ("languages", Control(11, 0)),
        .. nodes is { } count ? [("node_count", Number(count))] : Array.Empty<(string, byte[])>(),
        ("record_size", [.. Control(5, 2), .. BigEndian(recordSize, 2)]),
    ]);

    private static byte[] Map(params IReadOnlyCollection<(string Key, byte[] Value)> pairs) =>
        [.. Control(7, pairs.Count), .. pairs.SelectMany(pair => (byte[])[.. Text(pair.Key), .. pair.Value])];

    private static byte[] Text(string text) => [.. Control(2, text.Length), .. Encoding.ASCII.GetBytes(text)];

    private static byte[] Number(uint number) => [.. Control(6, 4), .. BigEndian(number, 4)];

    /// <summary>Of the form for offsets below 2,048.</summary>
    private static byte[] Pointer(int offset) => [(byte)(0x20 | (offset >> 8)), (byte)offset];

    /// <summary>A map of which the last array stands for 2^depth items, by pointers: small on disk and without end in memory.</summary>
    private static byte[] Doubled(int depth)
    {
        // Every array is a control of two bytes and two pointers of two.
        const int Size = 6;
        var arrays = Enumerable.Range(1, depth).SelectMany(level => (byte[])
            [.. Control(11, 2), .. Pointer(level == depth ? 0 : level * Size + Start), .. Pointer(level == depth ? 0 : level * Size + Start)]);
        return [.. Map(("country", Pointer(Start))), .. arrays];
    }

    /// <summary>Where the arrays of <see cref="Doubled"/> begin: behind a map of one pointer.</summary>
    private static int Start => Map(("country", Pointer(0))).Length;

    private static byte[] Repeat(byte[] bytes, int times) => [.. Enumerable.Repeat(bytes, times).SelectMany(repeated => repeated)];

    /// <summary>Types above 7 are told in a second byte; sizes above 28 in one, two or three last ones.</summary>
    private static byte[] Control(int type, int size)
    {
        var (code, extra) = size switch
        {
            < 29 => (size, 0),
            < 285 => (29, 1),
            < 65_821 => (30, 2),
            _ => (31, 3),
        };
        var first = (byte)((type <= 7 ? type << 5 : 0) | code);
        byte[] kind = type <= 7 ? [first] : [first, (byte)(type - 7)];
        var offset = extra switch { 1 => 29, 2 => 285, 3 => 65_821, _ => 0 };
        return [.. kind, .. BigEndian((uint)(size - offset), extra)];
    }

    private static byte[] BigEndian(uint number, int size)
    {
        var bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        return bytes[(sizeof(uint) - size)..];
    }
}
