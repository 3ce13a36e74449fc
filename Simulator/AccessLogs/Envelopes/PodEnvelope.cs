namespace Affluence.Simulator.AccessLogs.Envelopes;

/// <summary><c>kubectl logs --prefix</c>: <c>[pod/web-5d4/nginx] …</c>.</summary>
internal sealed class PodEnvelope : LineEnvelope
{
    public override string Name => "kubectl";

    public override bool TryOpen(Span<byte> line, out int start, out int length)
    {
        var end = line.StartsWith("[pod/"u8) ? line.IndexOf("] "u8) : -1;
        start = end + 2;
        length = line.Length - start;
        return end > 0 && length > 0;
    }
}
