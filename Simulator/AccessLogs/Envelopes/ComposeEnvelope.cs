namespace Affluence.Simulator.AccessLogs.Envelopes;

/// <summary>Docker Compose: <c>web-1  | …</c>, in colours too.</summary>
internal sealed class ComposeEnvelope : LineEnvelope
{
    private const int LongestName = 80;

    public override string Name => "compose";

    public override bool TryOpen(Span<byte> line, out int start, out int length)
    {
        var bar = line[..Math.Min(line.Length, LongestName)].IndexOf((byte)'|');
        var name = bar > 1 ? line[..bar].TrimEnd((byte)' ') : default;
        start = bar + 1;
        if (line[start..].StartsWith("\e[0m"u8))
        {
            start += "\e[0m"u8.Length;
        }

        start += start < line.Length && line[start] == ' ' ? 1 : 0;
        length = line.Length - start;
        return name.Length > 0 && length > 0 && line[bar - 1] == ' ' && !name.ContainsAny((byte)' ', (byte)'"', (byte)'{');
    }
}
