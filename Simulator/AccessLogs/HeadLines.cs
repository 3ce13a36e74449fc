namespace Affluence.Simulator.AccessLogs;

/// <summary>
/// The lines at the beginning of a log that are not empty and not too long, one after the other, each as a copy: parsers unescape in place,
/// and these will be parsed again. NULs before a line are left out.
/// </summary>
internal ref struct HeadLines(ReadOnlySpan<byte> head)
{
    private readonly byte[] _copy = new byte[LineParser.MaxLineLength];
    private ReadOnlySpan<byte> _rest = head;
    private int _length;

    /// <summary>Valid until the next.</summary>
    public readonly Span<byte> Current => _copy.AsSpan(0, _length);

    /// <summary>Number of the line in the log, from 1.</summary>
    public long Number { get; private set; }

    public readonly HeadLines GetEnumerator() => this;

    public bool MoveNext()
    {
        while (!_rest.IsEmpty)
        {
            var end = _rest.IndexOf((byte)'\n');
            var line = (end < 0 ? _rest : _rest[..end]).TrimEnd((byte)'\r').TrimStart((byte)0);
            _rest = end < 0 ? [] : _rest[(end + 1)..];
            Number++;
            if (!line.IsEmpty && line.Length <= _copy.Length)
            {
                line.CopyTo(_copy);
                _length = line.Length;
                return true;
            }
        }

        return false;
    }
}
