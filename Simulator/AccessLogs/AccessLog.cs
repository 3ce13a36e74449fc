using System.Runtime.CompilerServices;

namespace Affluence.Simulator.AccessLogs;

/// <summary>One log, opened and recognised.</summary>
internal sealed class AccessLog : IAsyncDisposable
{
    private readonly LogSource _source;
    private readonly BlockReader _reader;

    private AccessLog(LogSource source, BlockReader reader) => (_source, _reader) = (source, reader);

    public string Name => _source.Name;

    /// <summary>Whether there is nothing in it, or directives alone; it can't be read then.</summary>
    public bool IsEmpty => _reader.Shape is null;

    public LogShape Shape => _reader.Shape ?? throw new InvalidOperationException("The log is empty.");

    /// <summary>The lines by which it is known again, as far as its first block has them.</summary>
    public LogBeginning Beginning => _reader.Beginning;

    /// <summary>Whether it can be read once only, as a pipe.</summary>
    public bool IsReadOnce => _source.IsReadOnce;

    /// <summary>Bytes behind the packed log that are not of it, and were not read; known once all is read.</summary>
    public long TrailingBytes => _source.TrailingBytes;

    /// <summary>Bytes as they lie on disk; null if that can't be known.</summary>
    public long? Length => _source.Length;

    /// <summary>How far of these it is read.</summary>
    public long Position => _source.Position;

    /// <param name="path">A file, or <see cref="LogSource.StandardInput"/>.</param>
    /// <param name="standardInput">What to read for it.</param>
    /// <exception cref="LogException">It can't be opened, or is no log that can be read.</exception>
    public static async Task<AccessLog> OpenAsync(string path, Stream standardInput, LogReading reading, CancellationToken cancellationToken)
    {
        var source = await LogSource.OpenAsync(path, standardInput, cancellationToken);
        try
        {
            var reader = new BlockReader(source, reading.Candidates, reading.Rules, reading.Pool);
            await reader.BeginAsync(cancellationToken);
            return new AccessLog(source, reader);
        }
        catch (LogException)
        {
            await source.DisposeAsync();
            throw;
        }
    }

    /// <summary>Parses the log block by block, several at a time, and gives the blocks in their order. One is valid until the next is asked for.</summary>
    /// <param name="stopAtBadLine">Whether a bad line is where the log can't be read any further.</param>
    /// <param name="handle">What else is to be done with a block that is parsed, apart from others.</param>
    /// <exception cref="LogException">It can't be read any further; all that comes before is given first.</exception>
    public async IAsyncEnumerable<TResult> ReadAsync<TResult>(
        bool stopAtBadLine,
        Func<LogBlock, CancellationToken, Task<TResult>> handle,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (IsEmpty)
        {
            yield break;
        }

        var ahead = Environment.ProcessorCount + 2;
        var results = OrderedParallel.SelectAsync(_reader.ReadAsync(cancellationToken), ParseAsync, ahead, cancellationToken);
        var line = 1L;
        await foreach (var (block, result) in results)
        {
            block.FirstLine = line;
            line += block.Lines;
            yield return result;
            if (stopAtBadLine && block.BadLines > 0)
            {
                throw new LogException(LogFaults.BadLine(block.ShownBadLines.First()));
            }

            _reader.Return(block);
        }

        async Task<(LogBlock Block, TResult Result)> ParseAsync(LogBlock block, CancellationToken cancellation)
        {
            block.Parse(stopAtBadLine);
            return (block, await handle(block, cancellation));
        }
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();
}
