namespace Affluence.Counter.Store;

/// <summary>Expiry of one grain of time, minutes or buckets.</summary>
/// <param name="Index">How long after its last write an index lives, and with it what can be told.</param>
internal readonly record struct Retention(TimeSpan Index)
{
    /// <summary>How long the journal remembers that a minute was written to. 48 small sets a day.</summary>
    public static readonly TimeSpan Journal = TimeSpan.FromDays(30);

    /// <summary>
    /// How far back writers send again what they had acknowledged, when a new <c>store_id</c> tells them that the store may have lost it.
    /// </summary>
    public static readonly TimeSpan Resent = TimeSpan.FromMinutes(2);

    /// <summary>Once in this time a write renews everything the index names.</summary>
    public TimeSpan Lease => Index / 20;

    /// <summary>
    /// Two leases longer than the index: what is renewed at the end of one lease must outlive an index that is written at the end of the
    /// next.
    /// </summary>
    public TimeSpan Content => Index + (2 * Lease);
}
