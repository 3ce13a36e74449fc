using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Affluence.CountryFiles;

/// <summary>
/// The tables made of a country file, in a file of their own: what made them, the hash of the country file, a hash of all that follows, the
/// description, the tables. Arrays stand as they are in memory.
/// </summary>
internal static class TablesFile
{
    /// <summary>
    /// A value in the tables is an index into this build's list of countries, with this build's list of reserved networks laid over them: tables
    /// of any other build, or of a machine with another order of bytes, are none.
    /// </summary>
    private static readonly byte[] Maker =
    [
        .. "affluence"u8,
        .. BitConverter.GetBytes(1),
        .. typeof(CountryDataset).Assembly.ManifestModule.ModuleVersionId.ToByteArray(),
        .. typeof(CountryCode).Assembly.ManifestModule.ModuleVersionId.ToByteArray(),
    ];

    /// <returns>Null if these are the tables of another country file or build.</returns>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    /// <exception cref="IOException">It can't be read.</exception>
    public static CountryDataset? Read(string path, string sha256)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
        Span<byte> head = stackalloc byte[Maker.Length + SHA256.HashSizeInBytes];
        if (file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length
            || !head[..Maker.Length].SequenceEqual(Maker)
            || Convert.ToHexStringLower(head[Maker.Length..]) != sha256)
        {
            return null;
        }

        using var input = new Input(file);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        file.ReadExactly(digest);
        var type = Encoding.UTF8.GetString(input.Array<byte>());
        var numbers = input.Array<long>();
        var tables = new CountryTables(
            new RangeTable(input.Array<NetworkAddress>(), input.Array<byte>(), RangeTable.IPv4.Last),
            new RangeTable(input.Array<NetworkAddress>(), input.Array<byte>(), RangeTable.IPv6.Last),
            new PrefixTrie(input.Array<int>()),
            new PrefixTrie(input.Array<int>()));
        return input.Digest().SequenceEqual(digest)
            ? new CountryDataset(DescriptionOf(type, numbers, sha256), tables)
            : throw new InvalidDataException("its hash is wrong");
    }

    /// <summary>Replaces the file in one step, so that nobody reads half of it.</summary>
    /// <exception cref="IOException">It can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public static void Write(string path, CountryDataset dataset)
    {
        var written = $"{path}.{Guid.NewGuid():N}";
        try
        {
            using (var file = new FileStream(written, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                Write(file, dataset);
            }

            File.Move(written, path, overwrite: true);
        }
        finally
        {
            File.Delete(written);
        }
    }

    private static void Write(FileStream file, CountryDataset dataset)
    {
        var (description, tables) = (dataset.Description, dataset.Tables);
        file.Write(Maker);
        file.Write(Convert.FromHexString(description.Sha256));
        var digestAt = file.Position;
        file.Write(new byte[SHA256.HashSizeInBytes]);
        using var output = new Output(file);
        output.Array<byte>(Encoding.UTF8.GetBytes(description.DatabaseType));
        output.Array<long>([description.BuildTime?.UtcTicks ?? 0, description.IPv4Networks, description.IPv6Networks, description.Countries]);
        foreach (var ranges in (RangeTable[])[tables.IPv4Ranges, tables.IPv6Ranges])
        {
            output.Array(ranges.Starts);
            output.Array(ranges.Values);
        }

        output.Array(tables.IPv4.Entries);
        output.Array(tables.IPv6.Entries);
        file.Position = digestAt;
        file.Write(output.Digest());
    }

    private static DatasetDescription DescriptionOf(string type, long[] numbers, string sha256) => new(
        type,
        numbers[0] == 0 ? null : new DateTimeOffset(numbers[0], TimeSpan.Zero),
        (int)numbers[1],
        (int)numbers[2],
        (int)numbers[3],
        sha256);

    private sealed class Input(FileStream file) : IDisposable
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public T[] Array<T>()
            where T : unmanaged
        {
            Span<int> length = stackalloc int[1];
            Fill(MemoryMarshal.AsBytes(length));
            // Before memory is taken for it: a file says of itself what it likes.
            if (length[0] < 0 || (long)length[0] * Unsafe.SizeOf<T>() > file.Length - file.Position)
            {
                throw new InvalidDataException("it is cut off");
            }

            var array = GC.AllocateUninitializedArray<T>(length[0]);
            Fill(MemoryMarshal.AsBytes(array.AsSpan()));
            return array;
        }

        public byte[] Digest() => _hash.GetHashAndReset();

        public void Dispose() => _hash.Dispose();

        private void Fill(Span<byte> bytes)
        {
            file.ReadExactly(bytes);
            _hash.AppendData(bytes);
        }
    }

    private sealed class Output(FileStream file) : IDisposable
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public void Array<T>(ReadOnlySpan<T> items)
            where T : unmanaged
        {
            Add(BitConverter.GetBytes(items.Length));
            Add(MemoryMarshal.AsBytes(items));
        }

        public byte[] Digest() => _hash.GetHashAndReset();

        public void Dispose() => _hash.Dispose();

        private void Add(ReadOnlySpan<byte> bytes)
        {
            file.Write(bytes);
            _hash.AppendData(bytes);
        }
    }
}
