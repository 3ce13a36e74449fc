namespace Affluence.Report.Alerts;

/// <summary>The delivery that is next at a webhook.</summary>
/// <param name="Number">Its number in the order of all deliveries.</param>
/// <param name="MadeAt">When the alert was made.</param>
internal sealed record DueDelivery(long Number, string Alert, string Body, int Attempts, DateTimeOffset MadeAt);
