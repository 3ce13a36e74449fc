using Affluence.Simulator.AccessLogs;

namespace Affluence.Simulator.Import;

/// <summary>What is to be imported, how, and where to.</summary>
/// <param name="Logs">Files, or <see cref="LogSource.StandardInput"/>.</param>
/// <param name="Token">Of the counter's <c>Credentials:Ingest</c>.</param>
/// <param name="Strict">Whether the first bad line ends the import.</param>
/// <param name="Source">Tells the logs of one server from those of another that begin alike.</param>
/// <param name="KeyFile">Where the master key is, or is to be made.</param>
/// <param name="MaxDisorder">How far lines may be out of order.</param>
/// <param name="IsDryRun">Whether all is told and nothing recorded.</param>
/// <param name="Name">Of the import; null is the first log's.</param>
internal sealed record ImportSettings(
    IReadOnlyList<string> Logs,
    Uri Counter,
    Uri Geo,
    CallerToken? Token,
    LogReading Reading,
    bool Strict,
    string? Source,
    string KeyFile,
    TimeSpan MaxDisorder,
    bool IsDryRun,
    string? Name)
{
    /// <summary>By which the register knows the import.</summary>
    public string ImportName => Name ?? (Logs[0] == LogSource.StandardInput ? "standard-input" : Path.GetFileName(Logs[0]));
}
