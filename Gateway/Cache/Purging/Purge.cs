using Affluence.Gateway.Cache.Storage;

namespace Affluence.Gateway.Cache.Purging;

internal enum PurgeScope
{
    /// <summary>A path, with any query.</summary>
    Path,

    /// <summary>Every path that begins so.</summary>
    Prefix,

    /// <summary>Everything.</summary>
    All,
}

/// <summary>Which stored answers are meant, of whatever host and scheme.</summary>
/// <param name="Scope">What kind of thing is meant.</param>
/// <param name="Path">Which; empty for <see cref="PurgeScope.All"/>.</param>
internal readonly record struct PurgePattern(PurgeScope Scope, string Path)
{
    public static PurgePattern All { get; } = new(PurgeScope.All, string.Empty);

    /// <summary>Percent-encoding makes no difference: to purge too much costs a request to the site, to purge too little leaves what had to go.</summary>
    public bool Covers(in CacheKey key) => Scope switch
    {
        PurgeScope.All => true,
        PurgeScope.Prefix => Decoded(key.Path).StartsWith(Decoded(Path), StringComparison.Ordinal),
        _ => Decoded(key.Path).SequenceEqual(Decoded(Path)),
    };

    private static ReadOnlySpan<char> Decoded(ReadOnlySpan<char> path) => path.Contains('%') ? Uri.UnescapeDataString(path) : path;
}

/// <summary>What came from the site before an instant is not to be given any more. Of one pattern the latest counts.</summary>
internal readonly record struct Purge(PurgePattern Pattern, DateTimeOffset At);
