using Affluence.Report.Alerts;

namespace Affluence.Report.Api;

/// <summary>Alerts, newest first.</summary>
/// <param name="Next">Path of those before them; null: there are none.</param>
internal sealed record AlertList(IReadOnlyList<ReportedAlert> Alerts, string? Next);
