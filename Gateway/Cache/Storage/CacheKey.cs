namespace Affluence.Gateway.Cache.Storage;

/// <summary>
/// What was asked for, as it was sent: nothing is decoded, lowered or put in order, so that what the site might take for two pages is never
/// one here. The method is no part of it: GET is all that is stored, and HEAD is answered from that.
/// </summary>
/// <param name="IsHttps">As the visitor sees it, and as the site is told.</param>
/// <param name="Host">The Host field.</param>
/// <param name="Target">Path and query of the request line.</param>
internal readonly record struct CacheKey(bool IsHttps, string Host, string Target)
{
    public ReadOnlySpan<char> Path
    {
        get
        {
            var query = Target.AsSpan().IndexOf('?');
            return query < 0 ? Target : Target.AsSpan(0, query);
        }
    }

    public Uri Uri => new($"{(IsHttps ? Uri.UriSchemeHttps : Uri.UriSchemeHttp)}://{Host}{Target}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

    /// <summary>Of the key without its query.</summary>
    public PathKey PathKey => new(IsHttps, Host, Target.Contains('?', StringComparison.Ordinal) ? Path.ToString() : Target);
}

/// <summary>A path of which there can be any number of queries.</summary>
internal readonly record struct PathKey(bool IsHttps, string Host, string Path);
