namespace Affluence.Gateway.Capture;

/// <summary>Why a hit was given up.</summary>
internal enum DropReason
{
    /// <summary>The queue between the requests and delivery was full.</summary>
    QueueFull,

    /// <summary>The counter was away for so long that the spool had no room for more.</summary>
    SpoolFull,

    /// <summary>The counter was away for longer than batches are kept.</summary>
    TooOld,

    /// <summary>The spool was damaged before the counter had acknowledged it.</summary>
    SpoolLost,

    /// <summary>The counter refused the batch as invalid; sending it again would not help.</summary>
    Rejected,

    /// <summary>The counter never handed out an identity for the hit's time.</summary>
    NoIdentity,

    /// <summary>The gateway stopped before the counter had acknowledged it, and had no spool to leave it in.</summary>
    Shutdown,
}
