using Microsoft.Extensions.Primitives;

namespace Affluence.Gateway.Cache.Semantics;

/// <summary>
/// <c>CDN-Cache-Control</c> (RFC 9213): directives for caches that the site's operator runs, which count instead of <c>Cache-Control</c> and
/// <c>Expires</c>. It is a dictionary of structured fields (RFC 9651): one that is empty or does not parse is as if it were absent.
/// </summary>
internal static class TargetedCacheControl
{
    public const string Name = "CDN-Cache-Control";

    /// <returns>What it says; null if it is absent, empty or malformed.</returns>
    public static CacheControl? Parse(StringValues lines)
    {
        if (lines.Count == 0)
        {
            return null;
        }

        var reader = new StructuredReader(StringValues.IsNullOrEmpty(lines) ? [] : string.Join(',', (IEnumerable<string?>)lines));
        var result = CacheControl.Nothing;
        var any = false;
        while (!reader.IsAtEnd)
        {
            if (!reader.TryReadMember(out var key, out var value))
            {
                return null;
            }

            any = true;
            result = With(result, key, value);
        }

        return any ? result : null;
    }

    /// <summary>Of a key that comes twice the last counts, and a value of another type than the directive's is no directive.</summary>
    private static CacheControl With(CacheControl control, string key, StructuredValue value) => (key, value.Kind) switch
    {
        ("no-store", StructuredKind.Boolean) => control with { NoStore = value.IsTrue },
        ("no-cache", StructuredKind.Boolean) => control with { NoCache = value.IsTrue },
        ("private", StructuredKind.Boolean) => control with { Private = value.IsTrue },
        ("public", StructuredKind.Boolean) => control with { Public = value.IsTrue },
        ("must-revalidate", StructuredKind.Boolean) => control with { MustRevalidate = value.IsTrue },
        ("proxy-revalidate", StructuredKind.Boolean) => control with { ProxyRevalidate = value.IsTrue },
        ("must-understand", StructuredKind.Boolean) => control with { MustUnderstand = value.IsTrue },
        ("max-age", StructuredKind.Integer) => control with { MaxAge = value.Seconds },
        ("s-maxage", StructuredKind.Integer) => control with { SharedMaxAge = value.Seconds },
        ("stale-while-revalidate", StructuredKind.Integer) => control with { StaleWhileRevalidate = value.Seconds },
        ("stale-if-error", StructuredKind.Integer) => control with { StaleIfError = value.Seconds },
        _ => control,
    };
}
