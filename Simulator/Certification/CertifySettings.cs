using Affluence.Simulator.AccessLogs;

namespace Affluence.Simulator.Certification;

/// <summary>Which logs are held against which report.</summary>
/// <param name="Logs">Files, or <see cref="LogSource.StandardInput"/>; of several servers, together.</param>
/// <param name="Token">Of the report's <c>Credentials:Reader</c>.</param>
/// <param name="Strict">Whether the first bad line ends the certification.</param>
/// <param name="From">End of the first window; null is the first that lies wholly within the logs.</param>
/// <param name="To">End of the last window, included; null is the last that lies wholly within the logs.</param>
/// <param name="Tolerance">What part of the exact figure visitors may differ by: 0.01 is 1 %.</param>
internal sealed record CertifySettings(
    IReadOnlyList<string> Logs,
    Uri Report,
    CallerToken? Token,
    LogReading Reading,
    bool Strict,
    TimeSpan MaxDisorder,
    MomentText? From,
    MomentText? To,
    double Tolerance,
    OutputForm Output);
