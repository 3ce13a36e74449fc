namespace Affluence.Simulator.AccessLogs.Envelopes;

/// <summary>Kubernetes' files of a container's output: <c>2026-09-20T12:00:00.000000000Z stdout F …</c>. Parts of a line (P) can't be read.</summary>
internal sealed class CriEnvelope : LineEnvelope
{
    public override string Name => "cri";

    public override bool TryOpen(Span<byte> line, out int start, out int length)
    {
        var words = new Words(line);
        var isTime = LogTime.TryParseIso(words.Next(), out _);
        var stream = words.Next();
        var isOurs = isTime && (stream.SequenceEqual("stdout"u8) || stream.SequenceEqual("stderr"u8)) && words.Next().SequenceEqual("F"u8);
        start = words.At;
        length = line.Length - start;
        return isOurs && length > 0;
    }
}
