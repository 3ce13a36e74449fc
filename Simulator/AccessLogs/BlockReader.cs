using System.Runtime.CompilerServices;

namespace Affluence.Simulator.AccessLogs;

/// <summary>Cuts a log into blocks of whole lines. Of a line that is too long, and of NULs before one, only so much is kept that it is noticed.</summary>
/// <param name="source">At its beginning.</param>
/// <param name="candidates">The formats it may have.</param>
internal sealed class BlockReader(LogSource source, IReadOnlyList<LogFormat> candidates, ReadingRules rules, BlockPool pool)
{
    /// <summary>One byte more than a line may have: the parser says what is wrong with it, where its number is known.</summary>
    private readonly byte[] _rest = new byte[LineParser.MaxLineLength + 1];

    private int _restLength;
    private bool _ended;
    private bool _isSkipping;
    private W3CLayout _layout = W3CLayout.None with { ClientField = rules.ClientField };
    private LogBlock? _first;

    /// <summary>Known once <see cref="BeginAsync"/> has ended; null if the log holds nothing.</summary>
    public LogShape? Shape { get; private set; }

    /// <summary>The lines by which the log is known again, as far as the first block has them.</summary>
    public LogBeginning Beginning { get; private set; } = LogBeginning.Empty;

    /// <summary>Reads the first block and recognises the format.</summary>
    /// <exception cref="LogException">It is no log, or none that can be read.</exception>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        var block = pool.Rent();
        await FillAsync(block, isFirst: true, cancellationToken);
        _first = block;
        if (LogHead.Describe(block.Bytes.AsSpan(0, block.Length)) is { } description)
        {
            throw new LogException(description);
        }

        if (IsEmpty(block.Bytes.AsSpan(0, block.Length)) && _ended)
        {
            return;
        }

        Shape = FormatDetection.Detect(block.Bytes.AsSpan(0, block.Length), candidates, rules);
        Beginning = LogBeginning.Find(block.Bytes.AsSpan(0, block.Length), Shape, rules);
    }

    /// <summary>The blocks, first to last; after <see cref="BeginAsync"/>.</summary>
    /// <exception cref="LogException">It can't be read any further.</exception>
    public async IAsyncEnumerable<LogBlock> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var block = _first ?? throw new InvalidOperationException("Not begun.");
        _first = null;
        block.KeepsFirstPageView = true;
        while (true)
        {
            block.Layout = _layout;
            block.Use(Shape!, rules);
            _layout = LayoutAfter(block);
            if (block.Length > 0)
            {
                yield return block;
            }
            else
            {
                pool.Return(block);
            }

            if (_ended && _restLength == 0)
            {
                yield break;
            }

            block = pool.Rent();
            await FillAsync(block, isFirst: false, cancellationToken);
            block.KeepsFirstPageView = Beginning.FirstPageView.Length == 0;
        }
    }

    /// <summary>Takes back a block that is done with; from any thread.</summary>
    public void Return(LogBlock block) => pool.Return(block);

    /// <summary>Fills a block with whole lines; with none only if the log ends or a line is so long that another read is needed.</summary>
    private async Task FillAsync(LogBlock block, bool isFirst, CancellationToken cancellationToken)
    {
        do
        {
            var length = _restLength;
            _rest.AsSpan(0, length).CopyTo(block.Bytes);
            if (!_ended)
            {
                var room = block.Bytes.AsMemory(length);
                var read = await source.ReadAsync(room, cancellationToken);
                _ended = read < room.Length;
                read = isFirst ? CutMark(room.Span[..read]) : read;
                isFirst = false;
                length += _isSkipping ? Skip(room.Span[..read]) : read;
            }

            block.Length = Cut(block.Bytes.AsSpan(0, length));
        }
        while (block.Length == 0 && !(_ended && _restLength == 0));
    }

    /// <summary>Moves what is behind a byte order mark to the front, and gives its length.</summary>
    private static int CutMark(Span<byte> bytes)
    {
        var mark = LogHead.ByteOrderMarkLength(bytes);
        if (mark > 0)
        {
            bytes[mark..].CopyTo(bytes);
        }

        return bytes.Length - mark;
    }

    /// <summary>Leaves out what still belongs to the line that is too long; what follows moves to the front.</summary>
    private int Skip(Span<byte> bytes)
    {
        var end = bytes.IndexOf((byte)'\n');
        if (end < 0)
        {
            return 0;
        }

        _isSkipping = false;
        bytes[end..].CopyTo(bytes);
        return bytes.Length - end;
    }

    /// <summary>The length of the whole lines; what is behind them is kept for the next block, or as much of it as is needed.</summary>
    private int Cut(ReadOnlySpan<byte> bytes)
    {
        var end = _ended ? bytes.Length : bytes.LastIndexOf((byte)'\n') + 1;
        var rest = bytes[end..];
        var nuls = rest.IndexOfAnyExcept((byte)0);
        nuls = nuls < 0 ? rest.Length : nuls;
        if (nuls > 1)
        {
            rest = rest[(nuls - 1)..];
        }

        if (rest.Length > _rest.Length)
        {
            _isSkipping = true;
            rest = rest[.._rest.Length];
        }

        rest.CopyTo(_rest);
        _restLength = rest.Length;
        return end;
    }

    /// <summary>Whether there are blank lines, NULs and directives alone.</summary>
    private static bool IsEmpty(ReadOnlySpan<byte> head)
    {
        var isW3C = head.StartsWith("#Software:"u8) || head.StartsWith("#Version:"u8) || head.StartsWith("#Fields:"u8) || head.StartsWith("#Date:"u8);
        foreach (var line in head.Split((byte)'\n'))
        {
            if (head[line].Trim(" \t\r\0"u8) is not [] and var text && !(isW3C && text[0] == '#'))
            {
                return false;
            }
        }

        return true;
    }

    private W3CLayout LayoutAfter(LogBlock block)
    {
        var layout = block.Layout;
        var rest = Shape!.Format == LogFormat.W3C ? block.Bytes.AsSpan(0, block.Length) : [];
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
