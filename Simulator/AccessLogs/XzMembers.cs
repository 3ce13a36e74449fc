using SharpCompress.Compressors.Xz;

namespace Affluence.Simulator.AccessLogs;

/// <summary>
/// Unpacks xz streams that stand one behind the other, as xz does (The .xz File Format 1.2, section 2: a file is one or more streams, each may be padded
/// by NULs). XZStream reads the first alone, byte for byte, and then is at its end.
/// </summary>
internal sealed class XzMembers(CountedStream source) : ForwardStream
{
    private static readonly byte[] Magic = [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0];

    private readonly byte[] _next = new byte[Magic.Length];
    private XZStream? _member = new(source);

    /// <summary>Bytes behind the last member that are not of xz; known once the end was reached.</summary>
    public long TrailingBytes { get; private set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_member is not null && !buffer.IsEmpty)
        {
            if (await _member.ReadAsync(buffer, cancellationToken) is > 0 and var length)
            {
                return length;
            }

            await NextMemberAsync(cancellationToken);
        }

        return 0;
    }

    private async Task NextMemberAsync(CancellationToken cancellationToken)
    {
        _member = null;
        int length;
        do
        {
            length = await source.ReadAtLeastAsync(_next.AsMemory(0, 1), 1, throwOnEndOfStream: false, cancellationToken);
        }
        while (length > 0 && _next[0] == 0);

        length += length == 0 ? 0 : await source.ReadAtLeastAsync(_next.AsMemory(1), Magic.Length - 1, throwOnEndOfStream: false, cancellationToken);
        if (_next.AsSpan(0, length).SequenceEqual(Magic))
        {
            _member = new XZStream(new CountedStream(source, Magic));
            return;
        }

        var rest = new byte[64 * 1024];
        for (TrailingBytes = length; length > 0; TrailingBytes += length)
        {
            length = await source.ReadAsync(rest, cancellationToken);
        }
    }
}
