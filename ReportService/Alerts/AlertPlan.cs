namespace Affluence.Report.Alerts;

/// <summary>What is to be reported now, in order of time, and what is then reported.</summary>
/// <param name="Alerts">May be none.</param>
/// <param name="Episodes">As they are to be remembered, those that changed.</param>
/// <param name="Waiting">Whether something is held back until the history comes to rest.</param>
internal sealed record AlertPlan(IReadOnlyList<Alert> Alerts, IReadOnlyList<AlertedEpisode> Episodes, bool Waiting);
