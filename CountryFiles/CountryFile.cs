using System.Security.Cryptography;
using MaxMind.Db;

namespace Affluence.CountryFiles;

/// <summary>Reads country files in MaxMind DB format.</summary>
/// <remarks>
/// Opening such a file proves nothing: of 27 damaged ones 18 opened. So every network is looked up while the tables are built, and
/// once more in the tables; and the file is read into memory, since a mapped one that is truncated kills the process.
/// </remarks>
public static class CountryFile
{
    /// <summary>The largest file that is read. The largest City files are about 130 MB.</summary>
    public const int MaxBytes = 512 * 1024 * 1024;

    /// <summary>The most networks that are read: a damaged tree may hold more than would ever end.</summary>
    public const int MaxNetworks = 16_000_000;

    private static readonly DatasetCache InUse = new();

    /// <summary>The file that comes with this project.</summary>
    public static string BundledPath { get; } = Path.Combine(AppContext.BaseDirectory, "Data", "dbip-country.mmdb");

    /// <summary>The dataset of a file; the same one for all who ask while it is in use and the bytes are the same.</summary>
    /// <exception cref="CountryFileException">The file can't be used; the message says why.</exception>
    public static CountryDataset Load(string path, CancellationToken cancellationToken = default)
    {
        var file = ReadBytes(path);
        return InUse.GetOrRead(Sha256(file), () => Read(file, cancellationToken));
    }

    /// <summary>In lower-case hexadecimal.</summary>
    internal static string Sha256(byte[] file) => Convert.ToHexStringLower(SHA256.HashData(file));

    /// <exception cref="CountryFileException">The file can't be used; the message says why.</exception>
    public static CountryDataset Read(byte[] file, CancellationToken cancellationToken = default)
    {
        try
        {
            using var reader = new Reader(new MemoryStream(file, writable: false));
            var scan = new CountryScan(reader, file.Length, cancellationToken);
            var dataset = scan.Read(Sha256(file));
            scan.Check(dataset);
            return dataset;
        }
        catch (Exception exception) when (IsOfBadFile(exception))
        {
            throw new CountryFileException($"it is no MaxMind DB file or is damaged: {FirstLine(exception.Message)}", exception);
        }
    }

    internal static byte[] ReadBytes(string path)
    {
        try
        {
            var length = new FileInfo(path).Length;
            return length <= MaxBytes
                ? File.ReadAllBytes(path)
                : throw new CountryFileException($"it has {length} bytes, more than the {MaxBytes} that are read");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CountryFileException(Directory.Exists(path) ? "it is a directory" : FirstLine(exception.Message), exception);
        }
    }

    // MaxMind.Db has two exceptions of its own, and lets through what its reading of offsets, sizes and types throws.
    private static bool IsOfBadFile(Exception exception) => exception
        is InvalidDatabaseException
        or DeserializationException
        or IOException
        or InvalidDataException
        or ArgumentException
        or ArithmeticException
        or IndexOutOfRangeException
        or InvalidCastException
        or FormatException
        or NullReferenceException
        or KeyNotFoundException
        or NotSupportedException
        or OutOfMemoryException;

    private static string FirstLine(string message) => message.ReplaceLineEndings("\n").Split('\n')[0].TrimEnd('.');
}
