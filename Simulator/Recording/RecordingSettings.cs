namespace Affluence.Simulator.Recording;

/// <summary>Where hits are recorded, and under which names.</summary>
public sealed record RecordingSettings
{
    /// <summary>The longest <see cref="WriterId"/>: the contract's 64 characters less a suffix of ours.</summary>
    public const int MaxWriterIdLength = 52;

    public required Uri Counter { get; init; }

    public required Uri Geo { get; init; }

    /// <summary>Of the counter's <c>Credentials:Ingest</c>; null where the counter lets callers on its machine in without.</summary>
    public CallerToken? Token { get; init; }

    /// <summary>
    /// Names what is played, 1 to 52 characters of <c>[A-Za-z0-9._-]</c>. The same hits must be recorded under the same name, for then
    /// recording them again changes nothing; other hits must have another, since of two totals under one name the larger stands.
    /// </summary>
    public required string WriterId { get; init; }

    /// <summary>By which all that is recorded can be retracted, 1 to 64 characters of <c>[A-Za-z0-9._-]</c>; empty: it can't.</summary>
    public string Source { get; init; } = string.Empty;

    /// <summary>Under which visitors are made pseudonyms. The same hits need the same keys.</summary>
    public required IdentityKeys Keys { get; init; }

    /// <summary>Part of every pseudonym, as the gateway's <c>Gateway:Delivery:SiteId</c>.</summary>
    public string SiteId { get; init; } = "site";

    /// <summary>Buckets that are sent at one time.</summary>
    public int Concurrency { get; init; } = 4;

    /// <summary>Buckets that are open at one time. When there are more the oldest is sent, so that memory is bounded whatever comes.</summary>
    public int MaxOpenBuckets { get; init; } = 360;

    /// <summary>Deadline of one call.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a call is tried again and again before the recording fails.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(2);
}
