using Affluence.Report.Alerts;

namespace Affluence.Report.Api;

/// <summary>Alerts, newest first.</summary>
internal sealed record AlertList(IReadOnlyList<ReportedAlert> Alerts);
