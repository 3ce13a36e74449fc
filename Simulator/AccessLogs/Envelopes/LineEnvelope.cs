namespace Affluence.Simulator.AccessLogs.Envelopes;

/// <summary>What a collector of logs put around each line: syslog, a container runtime, Compose.</summary>
internal abstract class LineEnvelope
{
    /// <summary>All that are recognised.</summary>
    public static IReadOnlyList<LineEnvelope> Known { get; } =
        [new SyslogEnvelope(), new CriEnvelope(), new ComposeEnvelope(), new PodEnvelope(), new TimestampEnvelope(), new JsonEnvelope(), new PrefixEnvelope()];

    /// <summary>As an operator knows it.</summary>
    public abstract string Name { get; }

    /// <summary>Finds the line within. May unescape it in place.</summary>
    /// <param name="start">Where it begins.</param>
    /// <returns>False if this is not such an envelope.</returns>
    public abstract bool TryOpen(Span<byte> line, out int start, out int length);

    /// <summary>Opens one envelope after the other.</summary>
    public static bool TryOpen(IReadOnlyList<LineEnvelope> envelopes, Span<byte> line, out int start, out int length)
    {
        (start, length) = (0, line.Length);
        for (var index = 0; index < envelopes.Count; index++)
        {
            if (!envelopes[index].TryOpen(line.Slice(start, length), out var inner, out length))
            {
                return false;
            }

            start += inner;
        }

        return true;
    }

    public override string ToString() => Name;
}
