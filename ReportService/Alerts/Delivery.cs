namespace Affluence.Report.Alerts;

/// <summary>An alert that is to be delivered to a webhook, or was.</summary>
/// <param name="Webhook">Its name.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="NextAttemptAt">Null when it is settled.</param>
/// <param name="SettledAt">When it was delivered or given up.</param>
/// <param name="LastError">What was wrong the last time; null when nothing was.</param>
internal sealed record Delivery(
    string Webhook, DeliveryState State, int Attempts, DateTimeOffset? NextAttemptAt, DateTimeOffset? SettledAt, string? LastError);
