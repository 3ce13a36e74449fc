using System.ComponentModel.DataAnnotations;

namespace Affluence.Gateway.Cache;

/// <summary>What the operator sets for the paths of a pattern. It adds to what the site says of an answer, and contradicts it in nothing but cookies.</summary>
public sealed class CacheRule
{
    /// <summary>The path, as sent and without query, in which <c>*</c> stands for any text: <c>/en/*</c>.</summary>
    [Required(ErrorMessage = CacheOptions.Section + ":Rules: each rule must have a Path.")]
    public string Path { get; set; } = string.Empty;

    /// <summary>How long an answer is fresh of which the site says nothing.</summary>
    /// <value>None, the default, leaves it to the site and to its <c>Last-Modified</c>.</value>
    public TimeSpan? Lifetime { get; set; }

    /// <summary>How long after that it is given when the site has no better, unless the site says so itself or forbids it.</summary>
    /// <value>None, the default, is <see cref="CacheOptions.Grace"/>.</value>
    public TimeSpan? Grace { get; set; }

    /// <summary>Whether an answer with <c>Set-Cookie</c> is stored, without it. Visitors who get the stored one get no cookie.</summary>
    /// <value>The default is false: it is not stored.</value>
    public bool StripSetCookie { get; set; }

    internal bool Covers(ReadOnlySpan<char> path)
    {
        var pattern = Path.AsSpan();
        var star = pattern.IndexOf('*');
        if (star < 0)
        {
            return path.SequenceEqual(pattern);
        }

        if (!path.StartsWith(pattern[..star], StringComparison.Ordinal))
        {
            return false;
        }

        path = path[star..];
        pattern = pattern[(star + 1)..];
        while ((star = pattern.IndexOf('*')) >= 0)
        {
            var found = path.IndexOf(pattern[..star], StringComparison.Ordinal);
            if (found < 0)
            {
                return false;
            }

            path = path[(found + star)..];
            pattern = pattern[(star + 1)..];
        }

        return path.EndsWith(pattern, StringComparison.Ordinal);
    }
}
