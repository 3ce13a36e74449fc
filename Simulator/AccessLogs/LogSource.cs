using System.IO.Compression;

namespace Affluence.Simulator.AccessLogs;

/// <summary>The bytes of a log: a file's or standard input's, unpacked if they are gzip, of one member or many.</summary>
internal sealed class LogSource : IAsyncDisposable
{
    public const string StandardInput = "-";

    /// <summary>
    /// Access logs shrink to a twentieth, a log of one health check to a fortieth, and one line over and over to a 260th. DEFLATE can do a
    /// thousandth, with what repeats itself within a few bytes.
    /// </summary>
    private const int MostExpansion = 500;

    /// <summary>So much may come before the expansion is judged: any small file of a few equal lines expands much.</summary>
    private const int ExpansionJudgedFrom = 16 * 1024 * 1024;

    /// <summary>GZipStream reads 8 KB at a time.</summary>
    private const int FileBufferLength = 1024 * 1024;

    private const int HeadLength = 512;

    private readonly CountedStream _raw;
    private readonly Stream _bytes;
    private readonly bool _isGzip;
    private long _read;

    private LogSource(string name, long? length, CountedStream raw)
    {
        Name = name;
        Length = length;
        _raw = raw;
        _isGzip = LogHead.IsGzip(raw.Prefix.Span);
        _bytes = _isGzip ? new GZipStream(raw, CompressionMode.Decompress) : raw;
    }

    /// <summary>As given on the command line.</summary>
    public string Name { get; }

    /// <summary>Of the file as it is, packed or not; null if it can't be known.</summary>
    public long? Length { get; }

    /// <summary>How far it is read, in the same bytes.</summary>
    public long Position => _raw.Count;

    /// <summary>A log's name in messages.</summary>
    public static string NameOf(string path) => path == StandardInput ? "standard input" : path;

    /// <param name="path">A file, or <see cref="StandardInput"/>.</param>
    /// <param name="standardInput">What to read for it.</param>
    /// <exception cref="LogException">It can't be opened, or is empty.</exception>
    public static async Task<LogSource> OpenAsync(string path, Stream standardInput, CancellationToken cancellationToken)
    {
        try
        {
            var stream = path == StandardInput ? standardInput : OpenFile(path);
            var head = new byte[HeadLength];
            var length = await stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken).AsTask().WaitAsync(cancellationToken);
            return length == 0
                ? throw new LogException("is empty")
                : new LogSource(
                    NameOf(path),
                    stream is FileStream { CanSeek: true } file ? file.Length : null,
                    new CountedStream(stream, head.AsMemory(0, length)));
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
            _read += length;
            if (_isGzip && _read > ExpansionJudgedFrom && _read / MostExpansion > _raw.Count)
            {
                throw new LogException($"expands more than {MostExpansion} times, which no access log does");
            }

            return length;
        }
        catch (InvalidDataException exception)
        {
            throw new LogException("is a gzip file that is cut off or damaged", exception);
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
