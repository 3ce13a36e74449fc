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

        // A colour may end before the space or behind it.
        while (start > 0 && start < line.Length && (line[start] == ' ' || line[start..].StartsWith("\e[0m"u8)))
        {
            start += line[start] == ' ' ? 1 : "\e[0m"u8.Length;
        }

        length = line.Length - start;
        return name.Length > 0 && length > 0 && line[bar - 1] == ' ' && !name.ContainsAny((byte)' ', (byte)'"', (byte)'{');
    }
}
