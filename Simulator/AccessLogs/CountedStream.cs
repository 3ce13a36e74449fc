namespace Affluence.Simulator.AccessLogs;

/// <summary>A stream of which the beginning was read already, and that counts what is read.</summary>
internal sealed class CountedStream(Stream rest, ReadOnlyMemory<byte> prefix) : ForwardStream
{
    private long _count;

    public ReadOnlyMemory<byte> Prefix => prefix;

    /// <summary>Bytes read until now; may be asked for from any thread.</summary>
    public long Count => Interlocked.Read(ref _count);

    public override long Position { get => Count; set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer) => Count < prefix.Length ? ReadPrefix(buffer) : Counted(rest.Read(buffer));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Count < prefix.Length ? ReadPrefix(buffer.Span) : Counted(await rest.ReadAsync(buffer, cancellationToken));

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            rest.Dispose();
        }

        base.Dispose(disposing);
    }

    private int ReadPrefix(Span<byte> buffer)
    {
        var left = prefix.Span[(int)Count..];
        var length = Math.Min(left.Length, buffer.Length);
        left[..length].CopyTo(buffer);
        return Counted(length);
    }

    private int Counted(int length)
    {
        Interlocked.Add(ref _count, length);
        return length;
    }
}
