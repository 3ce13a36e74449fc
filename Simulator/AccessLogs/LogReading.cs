namespace Affluence.Simulator.AccessLogs;

/// <summary>How logs are opened.</summary>
/// <param name="Candidates">The formats that each may have, in the order of preference.</param>
internal sealed record LogReading(IReadOnlyList<LogFormat> Candidates, ReadingRules Rules)
{
    /// <summary>Shared by all logs of a command.</summary>
    public BlockPool Pool { get; } = new();
}
