namespace Affluence.Simulator.AccessLogs.Envelopes;

/// <summary><c>docker logs --timestamps</c>: <c>2026-09-20T12:00:00.000000000Z …</c>.</summary>
internal sealed class TimestampEnvelope : LineEnvelope
{
    public override string Name => "timestamps";

    public override bool TryOpen(Span<byte> line, out int start, out int length)
    {
        var words = new Words(line);
        var isTime = LogTime.TryParseIso(words.Next(), out _);
        start = words.At;
        length = line.Length - start;
        return isTime && length > 0;
    }
}
