using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace Affluence.Testing.CountryFiles;

/// <summary>
/// Writes small files by the MaxMind DB format specification 2.0: a binary tree with 32-bit records, a data section, metadata. Values are
/// strings, ushort, uint, ulong and maps. Networks must not overlap.
/// </summary>
public sealed class MmdbWriter(string databaseType, ulong buildEpoch = 1_780_000_000, ushort ipVersion = 6)
{
    private readonly List<int[]> _nodes = [[0, 0]];
    private readonly List<byte> _data = [];

    // In a node: 0 is nothing, n > 0 is node n, n < 0 is the record at offset -n - 1 of the data section.
    public MmdbWriter Add(string cidr, Dictionary<string, object> record)
    {
        var network = IPNetwork.Parse(cidr);
        var address = network.BaseAddress.GetAddressBytes();
        var offset = _data.Count;
        Write(_data, record);
        var skipped = ipVersion == 6 && address.Length == 4 ? 96 : 0;
        Set([.. new byte[skipped / 8], .. address], skipped + network.PrefixLength, -offset - 1);
        return this;
    }

    /// <summary>Makes a network of IPv6 repeat all of IPv4, as GeoLite2 does for 2002::/16.</summary>
    public MmdbWriter Alias(string cidr)
    {
        var ipv4 = 0;
        for (var bit = 0; bit < 96; bit++)
        {
            ipv4 = _nodes[ipv4][0];
        }

        var network = IPNetwork.Parse(cidr);
        Set(network.BaseAddress.GetAddressBytes(), network.PrefixLength, ipv4);
        return this;
    }

    public byte[] ToArray()
    {
        var file = new List<byte>();
        var word = new byte[4];
        foreach (var record in _nodes.SelectMany(node => node))
        {
            var value = record switch { 0 => _nodes.Count, > 0 => record, _ => _nodes.Count + 16 - record - 1 };
            BinaryPrimitives.WriteInt32BigEndian(word, value);
            file.AddRange(word);
        }

        file.AddRange(new byte[16]);
        file.AddRange(_data);
        file.AddRange([0xab, 0xcd, 0xef, .. "MaxMind.com"u8]);
        Write(file, new Dictionary<string, object>
        {
            ["binary_format_major_version"] = (ushort)2,
            ["binary_format_minor_version"] = (ushort)0,
            ["build_epoch"] = buildEpoch,
            ["database_type"] = databaseType,
            ["description"] = new Dictionary<string, object> { ["en"] = "Made by a test" },
            ["ip_version"] = ipVersion,
            ["languages"] = Array.Empty<object>(),
            ["node_count"] = (uint)_nodes.Count,
            ["record_size"] = (ushort)32,
        });
        return [.. file];
    }

    private void Set(byte[] address, int prefixLength, int value)
    {
        var node = 0;
        for (var bit = 0; ; bit++)
        {
            var side = (address[bit / 8] >> (7 - (bit % 8))) & 1;
            if (bit == prefixLength - 1)
            {
                _nodes[node][side] = value;
                return;
            }

            if (_nodes[node][side] == 0)
            {
                _nodes.Add([0, 0]);
                _nodes[node][side] = _nodes.Count - 1;
            }

            node = _nodes[node][side];
        }
    }

    private static void Write(List<byte> file, object value)
    {
        switch (value)
        {
            case string text:
                var bytes = Encoding.UTF8.GetBytes(text);
                WriteControl(file, 2, bytes.Length);
                file.AddRange(bytes);
                break;
            case ushort number:
                WriteControl(file, 5, sizeof(ushort));
                WriteBigEndian(file, number, sizeof(ushort));
                break;
            case uint number:
                WriteControl(file, 6, sizeof(uint));
                WriteBigEndian(file, number, sizeof(uint));
                break;
            case ulong number:
                WriteControl(file, 9, sizeof(ulong));
                WriteBigEndian(file, number, sizeof(ulong));
                break;
            case Dictionary<string, object> map:
                WriteControl(file, 7, map.Count);
                foreach (var (key, item) in map)
                {
                    Write(file, key);
                    Write(file, item);
                }

                break;
            case object[] items:
                WriteControl(file, 11, items.Length);
                break;
            default:
                throw new ArgumentException($"{value.GetType()} is not written.", nameof(value));
        }
    }

    private static void WriteBigEndian(List<byte> file, ulong number, int size)
    {
        for (var shift = 8 * (size - 1); shift >= 0; shift -= 8)
        {
            file.Add((byte)(number >> shift));
        }
    }

    // Types above 7 are told in a second byte, sizes above 28 in a last one.
    private static void WriteControl(List<byte> file, int type, int size)
    {
        file.Add((byte)(((type <= 7 ? type : 0) << 5) | Math.Min(size, 29)));
        if (type > 7)
        {
            file.Add((byte)(type - 7));
        }

        if (size >= 29)
        {
            file.Add((byte)(size - 29));
        }
    }
}
