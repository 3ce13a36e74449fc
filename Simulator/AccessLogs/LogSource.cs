using System.IO.Compression;
using SharpCompress.Compressors.BZip2;
using ZstdSharp;

namespace Affluence.Simulator.AccessLogs;

/// <summary>The bytes of a log: a file's or standard input's, unpacked if they are packed by gzip, bzip2, xz or zstd.</summary>
internal sealed class LogSource : IAsyncDisposable
{
    public const string StandardInput = "-";

    /// <summary>
    /// Access logs shrink to a twentieth, a log of one health check to a fortieth, and one line over and over to a 260th. DEFLATE can do a
    /// thousandth, with what repeats itself within a few bytes.
    /// </summary>
    private const int MostExpansion = 500;

    /// <summary>The others see what repeats itself at any distance.</summary>
    private const int MostExpansionOfOthers = 20_000;

    /// <summary>So much may come before the expansion is judged: any small file of a few equal lines expands much.</summary>
    private const int ExpansionJudgedFrom = 16 * 1024 * 1024;

    /// <summary>Only the head is read through it; all else is read in larger parts.</summary>
    private const int FileBufferLength = 16 * 1024;

    private const int HeadLength = 512;

    private readonly CountedStream _raw;
    private readonly Stream _bytes;
    private readonly Packing _packing;
    private readonly TailStream? _tail;
    private long _read;

    private LogSource(string name, long? length, CountedStream raw)
    {
        Name = name;
        Length = length;
        _raw = raw;
        _packing = LogHead.PackingOf(raw.Prefix.Span);
        _tail = _packing == Packing.Gzip ? new TailStream(raw) : null;
        _bytes = _packing switch
        {
            Packing.Gzip => new GZipStream(_tail!, CompressionMode.Decompress),
            Packing.Bzip2 => BZip2Stream.Create(raw, SharpCompress.Compressors.CompressionMode.Decompress, decompressConcatenated: true),
            Packing.Xz => new XzMembers(raw),
            Packing.Zstandard => new DecompressionStream(raw),
            _ => raw,
        };
    }

    /// <summary>As given on the command line.</summary>
    public string Name { get; }

    /// <summary>Of the file as it is, packed or not; null if it can't be known.</summary>
    public long? Length { get; }

    /// <summary>Whether what was read is gone, as of a pipe.</summary>
    public bool IsReadOnce => Length is null;

    /// <summary>Bytes behind what was packed that are not of it; known once all is read.</summary>
    public long TrailingBytes { get; private set; }

    /// <summary>How far it is read, in the same bytes.</summary>
    public long Position => _raw.Count;

    /// <summary>A log's name in messages.</summary>
    public static string NameOf(string path) => path == StandardInput ? "standard input" : path;

    /// <param name="path">A file, or <see cref="StandardInput"/>.</param>
    /// <param name="standardInput">What to read for it.</param>
    /// <exception cref="LogException">It can't be opened.</exception>
    public static async Task<LogSource> OpenAsync(string path, Stream standardInput, CancellationToken cancellationToken)
    {
        try
        {
            var stream = path == StandardInput ? standardInput : OpenFile(path);
            var head = new byte[HeadLength];
            var length = await stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken).AsTask().WaitAsync(cancellationToken);
            return new LogSource(
                NameOf(path), stream is FileStream { CanSeek: true } file ? file.Length : null, new CountedStream(stream, head.AsMemory(0, length)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new LogException(DescribeFailure(path, exception), exception);
        }
    }

    /// <summary>Fills the buffer, unless the log ends before.</summary>
    /// <exception cref="LogException">It can't be read any further.</exception>
    public async Task<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            // A read from a terminal or pipe can't be cancelled, only left alone.
            var length = await _bytes.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken)
                .AsTask().WaitAsync(cancellationToken);
            var unpacked = buffer.Span[..length];
            JudgeExpansion(unpacked);
            if (length < buffer.Length)
            {
                TrailingBytes = _tail is null ? (_bytes as XzMembers)?.TrailingBytes ?? 0 : await _tail.CountRestAsync(cancellationToken);
            }

            return length;
        }
        catch (Exception exception) when (IsOfUnpacking(exception))
        {
            // Of gzip and xz what stands behind is counted instead.
            var rest = _packing is Packing.Bzip2 or Packing.Zstandard ? ", or has something else behind it" : string.Empty;
            throw new LogException($"is a {NameOf(_packing)} file that is cut off or damaged{rest}", exception);
        }
        catch (IOException exception)
        {
            throw new LogException($"can't be read: {exception.Message.TrimEnd('.')}", exception);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _bytes.DisposeAsync();
        await _raw.DisposeAsync();
    }

    /// <summary>Where a log was cut while it was written to it begins with NULs, any number of them: these are no bomb.</summary>
    private void JudgeExpansion(ReadOnlySpan<byte> unpacked)
    {
        _read += unpacked.Length - unpacked.Count((byte)0);
        var most = _packing == Packing.Gzip ? MostExpansion : MostExpansionOfOthers;
        if (_packing != Packing.None && _read > ExpansionJudgedFrom && _read / most > _raw.Count)
        {
            throw new LogException($"expands more than {most} times, which no access log does");
        }
    }

    /// <summary>GZipStream says it by InvalidDataException; the other libraries by exceptions of their own, and where they rely on the data by any.</summary>
    private bool IsOfUnpacking(Exception exception) => _packing switch
    {
        Packing.None => false,
        Packing.Gzip => exception is InvalidDataException,
        _ => exception is not (OperationCanceledException or LogException or UnauthorizedAccessException) and not (IOException and not EndOfStreamException),
    };

    private static string NameOf(Packing packing) => packing switch
    {
        Packing.Gzip => "gzip",
        Packing.Bzip2 => "bzip2",
        Packing.Xz => "xz",
        _ => "zstd",
    };

    private static FileStream OpenFile(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileBufferLength, FileOptions.SequentialScan);

    private static string DescribeFailure(string path, Exception exception) => exception switch
    {
        _ when Directory.Exists(path) => "is a directory; name the files in it",
        FileNotFoundException or DirectoryNotFoundException => "does not exist",
        UnauthorizedAccessException => "can't be read: permission denied",
        _ => $"can't be read: {exception.Message.ReplaceLineEndings(" ").TrimEnd('.')}",
    };
}
