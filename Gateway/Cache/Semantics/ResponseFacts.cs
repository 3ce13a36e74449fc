namespace Affluence.Gateway.Cache.Semantics;

/// <summary>An answer of the site, as far as its headers tell.</summary>
/// <param name="Status">Its status code.</param>
/// <param name="Headers">Its fields, as they came.</param>
/// <param name="RequestedAt">When the site was asked.</param>
/// <param name="ReceivedAt">When the headers were here.</param>
internal sealed record ResponseFacts(int Status, IHeaderDictionary Headers, DateTimeOffset RequestedAt, DateTimeOffset ReceivedAt)
{
    private readonly CacheControl? _targeted = TargetedCacheControl.Parse(Headers[TargetedCacheControl.Name]);

    /// <summary>Whether directives for us alone take the place of all others.</summary>
    public bool IsTargeted => _targeted is not null;

    public CacheControl Control { get; } =
        TargetedCacheControl.Parse(Headers[TargetedCacheControl.Name]) ?? CacheControl.Parse(Headers.CacheControl);

    /// <summary>When it was made; if the site does not say, when it came (RFC 9110 section 6.6.1).</summary>
    public DateTimeOffset Date { get; } = HttpDate.TryParse(Headers.Date, ReceivedAt, out var date) ? date : ReceivedAt;

    public DateTimeOffset? LastModified { get; } = HttpDate.TryParse(Headers.LastModified, ReceivedAt, out var modified) ? modified : null;

    public string? EntityTag { get; } = Headers.ETag is [{ Length: > 0 } tag, ..] ? tag : null;

    public Validators Validators => new(EntityTag, LastModified, Date);
}
