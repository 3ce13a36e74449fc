namespace Affluence.Report.Alerts;

/// <summary>An alert on record, and what became of it.</summary>
/// <param name="MadeAt">When it was made.</param>
/// <param name="Silenced">It was too old to be sent to anybody.</param>
/// <param name="Deliveries">One for each webhook that was configured when it was made.</param>
internal sealed record ReportedAlert(DateTimeOffset MadeAt, bool Silenced, AlertDocument Alert, IReadOnlyList<Delivery> Deliveries);
