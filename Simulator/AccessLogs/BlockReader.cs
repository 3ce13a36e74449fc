using System.Runtime.CompilerServices;
using Affluence.Hits;

namespace Affluence.Simulator.AccessLogs;

/// <summary>Cuts a log into blocks of whole lines.</summary>
/// <param name="source">At its beginning.</param>
/// <param name="given">The format; null recognises it by the first block.</param>
internal sealed class BlockReader(LogSource source, LogFormat? given, HitClassifier classifier)
{
    private readonly Queue<LogBlock> _free = new();
    private readonly Lock _freeLock = new();
    private readonly byte[] _rest = new byte[LineParser.MaxLineLength];

    private int _restLength;
    private bool _ended;
    private W3CLayout _layout = W3CLayout.None;
    private LogBlock? _first;

    /// <summary>Known once <see cref="BeginAsync"/> has ended.</summary>
    public LogFormat Format { get; private set; }

    /// <summary>The line by which the log is known again, as <see cref="AccessLogs.FirstPageView"/> finds it in the first block.</summary>
    public byte[] FirstPageView { get; private set; } = [];

    /// <summary>Time of the first request, in seconds since 1970; 0 if the first block has none.</summary>
    public long FirstSeconds { get; private set; }

    /// <summary>Reads the first block and recognises the format.</summary>
    /// <exception cref="LogException">It is no log, or none that can be read.</exception>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        var bytes = new byte[LogBlock.Capacity];
        var length = await source.ReadAsync(bytes, cancellationToken);
        _ended = length < bytes.Length;
        var head = bytes.AsSpan(0, length);
        if (LogHead.Describe(head) is { } description)
        {
            throw new LogException(description);
        }

        if (!head.Contains((byte)'\n') && length > LineParser.MaxLineLength)
        {
            throw new LogException(LogHead.IsBinary(head) ? "is binary, not text" : LogFaults.TooLongLine(1));
        }

        var start = LogHead.ByteOrderMarkLength(head);
        var end = Cut(head);
        Format = FormatDetection.Detect(head[start..end], given, classifier);
        FirstPageView = AccessLogs.FirstPageView.Find(head[start..end], LogFormats.NewParser(Format, classifier), out var firstSeconds);
        FirstSeconds = firstSeconds;
        _first = new LogBlock(Format, classifier) { Length = end - start };
        head[start..end].CopyTo(_first.Bytes);
        _layout = LayoutAfter(_first);
    }

    /// <summary>The blocks, first to last; after <see cref="BeginAsync"/>.</summary>
    /// <exception cref="LogException">It can't be read any further.</exception>
    public async IAsyncEnumerable<LogBlock> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return _first ?? throw new InvalidOperationException("Not begun.");
        while (!_ended || _restLength > 0)
        {
            var block = Rent();
            block.Layout = _layout;
            _rest.AsSpan(0, _restLength).CopyTo(block.Bytes);
            var length = _restLength;
            if (!_ended)
            {
                var room = block.Bytes.AsMemory(length);
                var read = await source.ReadAsync(room, cancellationToken);
                _ended = read < room.Length;
                length += read;
            }

            block.Length = Cut(block.Bytes.AsSpan(0, length));
            _layout = LayoutAfter(block);
            if (block.Length > 0)
            {
                yield return block;
            }
        }
    }

    /// <summary>Takes back a block that is done with; from any thread.</summary>
    public void Return(LogBlock block)
    {
        lock (_freeLock)
        {
            _free.Enqueue(block);
        }
    }

    private LogBlock Rent()
    {
        lock (_freeLock)
        {
            return _free.TryDequeue(out var block) ? block : new LogBlock(Format, classifier);
        }
    }

    /// <summary>The length of the whole lines; what is behind them is kept for the next block.</summary>
    private int Cut(ReadOnlySpan<byte> bytes)
    {
        var end = _ended ? bytes.Length : bytes.LastIndexOf((byte)'\n') + 1;
        var rest = bytes[end..];
        if (rest.Length > LineParser.MaxLineLength)
        {
            // No more is read of it. Whoever parses the block meets the line and knows its number.
            (_ended, _restLength) = (true, 0);
            return bytes.Length;
        }

        rest.CopyTo(_rest);
        _restLength = rest.Length;
        return end;
    }

    private W3CLayout LayoutAfter(LogBlock block)
    {
        var layout = block.Layout;
        var rest = Format == LogFormat.W3C ? block.Bytes.AsSpan(0, block.Length) : [];
        while (!rest.IsEmpty)
        {
            if (rest[0] == '#')
            {
                var length = rest.IndexOf((byte)'\n');
                layout = layout.After((length < 0 ? rest : rest[..length]).TrimEnd((byte)'\r'));
            }

            var next = rest.IndexOf("\n#"u8);
            rest = next < 0 ? [] : rest[(next + 1)..];
        }

        return layout;
    }
}
