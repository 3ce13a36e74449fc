using Affluence.Simulator.AccessLogs.Envelopes;

namespace Affluence.Simulator.AccessLogs;

/// <summary>How the lines of one log are taken apart: what is put around them, and their format.</summary>
internal sealed record LogShape(IReadOnlyList<LineEnvelope> Envelopes, LogFormat Format)
{
    public override string ToString() => string.Join(" in ", Envelopes.Select(envelope => envelope.Name).Prepend(Format.Name));
}
