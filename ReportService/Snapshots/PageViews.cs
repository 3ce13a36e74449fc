namespace Affluence.Report.Snapshots;

/// <summary>Page views of visitors in the window, exact. Refused ones are given by cause; causes that did not occur are left out.</summary>
internal sealed record PageViews(long Served, IReadOnlyDictionary<string, long> Refused)
{
    /// <summary>Of those served, the ones that the gateway's cache answered. Null: a gateway did not tell.</summary>
    public long? FromCache { get; init; }

    /// <summary>Of these, the ones answered with a stale page, within its grace. Null: as of <see cref="FromCache"/>.</summary>
    public long? FromCacheStale { get; init; }
}
