namespace Affluence.Gateway.Capture;

/// <summary>Where a hit is between the request and the counter.</summary>
internal enum HitStage
{
    /// <summary>In the queue between the requests and delivery.</summary>
    Queued,

    /// <summary>Taken from the queue, and waiting for its country, its identity or its flush.</summary>
    Waiting,

    /// <summary>
    /// On disk, sealed, where an earlier process left it that did not know its country. A hit of this process that waits for one is on disk too, and
    /// counted as waiting.
    /// </summary>
    Sealed,

    /// <summary>In a batch in memory, since the spool can't be written: a crash would lose it.</summary>
    Held,

    /// <summary>In a batch on disk.</summary>
    Spooled,

    /// <summary>In a batch that is being sent.</summary>
    InFlight,
}
