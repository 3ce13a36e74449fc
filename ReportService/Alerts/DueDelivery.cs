namespace Affluence.Report.Alerts;

/// <summary>The delivery that is next at a webhook.</summary>
/// <param name="Number">Its number in the order of all deliveries.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Refusals">In how many of these attempts the receiver refused it.</param>
/// <param name="MadeAt">When the alert was made.</param>
internal sealed record DueDelivery(long Number, string Alert, string Body, int Attempts, int Refusals, DateTimeOffset MadeAt);
