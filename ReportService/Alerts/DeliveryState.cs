namespace Affluence.Report.Alerts;

/// <summary>Where a delivery stands. The numbers are on record.</summary>
internal enum DeliveryState
{
    /// <summary>Still to be delivered, for the first time or again.</summary>
    Pending = 0,

    Sent = 1,

    /// <summary>Given up.</summary>
    Failed = 2,
}
