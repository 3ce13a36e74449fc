namespace Affluence.Simulator.AccessLogs;

/// <summary>
/// Gives the last bytes one at a time. GZipStream does not say where in what it was given a member ended, and drops what stands behind the last
/// one without a word: here it has asked for the end only if there is nothing.
/// </summary>
internal sealed class TailStream(Stream source) : ForwardStream
{
    private const int HeldBack = 4096;

    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;
    private bool _sourceEnded;
    private byte _last;
    private int _lastLength;

    /// <summary>Whether the end was asked for, and there was nothing.</summary>
    public bool IsAtEnd { get; private set; }

    /// <summary>
    /// Counts what stands behind the last member, once no more of it comes; 0 if nothing does, or NULs alone, with which tapes and copies are
    /// filled up. Of more than 4 KB some may be missing in the count.
    /// </summary>
    public async Task<long> CountRestAsync(CancellationToken cancellationToken)
    {
        if (IsAtEnd)
        {
            return 0;
        }

        // One byte was looked at for the next member; of more that were given at once it is not known how many are of the member before.
        var count = _lastLength == 1 ? 1L : 0;
        var isPadding = _last == 0;
        do
        {
            count += _end - _start;
            isPadding &= !_buffer.AsSpan(_start, _end - _start).ContainsAnyExcept((byte)0);
            (_start, _end) = (0, await source.ReadAsync(_buffer, cancellationToken));
        }
        while (_end > 0);
        return isPadding ? 0 : count;
    }

    public override int Read(Span<byte> buffer)
    {
        while (!_sourceEnded && _end - _start <= HeldBack)
        {
            MoveUp();
            Took(source.Read(_buffer.AsSpan(_end)));
        }

        return Give(buffer);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!_sourceEnded && _end - _start <= HeldBack)
        {
            MoveUp();
            Took(await source.ReadAsync(_buffer.AsMemory(_end), cancellationToken));
        }

        return Give(buffer.Span);
    }

    private void MoveUp()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
    }

    private void Took(int length)
    {
        _end += length;
        _sourceEnded = length == 0;
    }

    private int Give(Span<byte> buffer)
    {
        var length = Math.Min(buffer.Length, _sourceEnded ? Math.Min(1, _end - _start) : _end - _start - HeldBack);
        _buffer.AsSpan(_start, length).CopyTo(buffer);
        _start += length;
        (_last, _lastLength) = length > 0 ? (_buffer[_start - 1], length) : (_last, _lastLength);
        IsAtEnd = length == 0 && buffer.Length > 0;
        return length;
    }
}
