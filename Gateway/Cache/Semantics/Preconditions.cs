using Microsoft.Extensions.Primitives;

namespace Affluence.Gateway.Cache.Semantics;

/// <summary>What a stored answer is compared by: its entity tag and its dates.</summary>
/// <param name="EntityTag">As the site wrote it; null if it wrote none.</param>
/// <param name="LastModified">Null if the site gave none.</param>
/// <param name="Date">When the site made the answer, or when it came.</param>
internal readonly record struct Validators(string? EntityTag, DateTimeOffset? LastModified, DateTimeOffset Date)
{
    public bool Any => EntityTag is not null || LastModified is not null;
}

/// <summary>Evaluates what a visitor's request makes its answer depend on, against a stored one (RFC 9110 section 13, RFC 9111 section 4.3.2).</summary>
internal static class Preconditions
{
    /// <returns>Whether the visitor has what is stored, so that 304 is the answer.</returns>
    public static bool AreNotModified(IHeaderDictionary request, in Validators stored)
    {
        var ifNoneMatch = request.IfNoneMatch;
        if (ifNoneMatch.Count > 0)
        {
            return Contains(ifNoneMatch, stored.EntityTag);
        }

        // Without Last-Modified it is the date of the answer that counts (4.3.2).
        return request.IfModifiedSince.Count == 1
            && HttpDate.TryParse(request.IfModifiedSince, stored.Date, out var since)
            && (stored.LastModified ?? stored.Date) <= since;
    }

    /// <returns>Whether a range may be given: there is no <c>If-Range</c>, or the visitor's part is of what is stored (RFC 9110 section 13.1.5).</returns>
    public static bool AllowRange(IHeaderDictionary request, in Validators stored)
    {
        if (request.IfRange is not [{ } ifRange, ..])
        {
            return true;
        }

        if (ifRange.Contains('"', StringComparison.Ordinal))
        {
            return stored.EntityTag == ifRange && !ifRange.StartsWith("W/", StringComparison.Ordinal);
        }

        // A date says that two bodies are the same only where it is a good deal older than the answer.
        return HttpDate.TryParse(ifRange, stored.Date, out var date) && stored.LastModified == date && stored.Date - date >= TimeSpan.FromSeconds(1);
    }

    /// <returns>Whether a 304 is of what is stored (RFC 9111 section 4.3.4), and not of another page that the site has meanwhile.</returns>
    /// <remarks>
    /// A strong tag and a weak one of the same text are taken for one: nginx weakens the tag of what it compresses, and confirms it with the strong one.
    /// </remarks>
    public static bool AreConfirmed(in Validators stored, in Validators notModified) => notModified.EntityTag is { } tag
        ? stored.EntityTag is { } known && Opaque(tag).SequenceEqual(Opaque(known))
        : notModified.LastModified is not { } modified || modified == stored.LastModified;

    private static bool Contains(StringValues lines, string? tag)
    {
        foreach (var line in lines)
        {
            foreach (var member in new FieldMembers(line))
            {
                if (member is "*" || (tag is not null && Opaque(member).SequenceEqual(Opaque(tag))))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>A weak comparison: what follows <c>W/</c>.</summary>
    private static ReadOnlySpan<char> Opaque(ReadOnlySpan<char> tag) => tag.StartsWith("W/") ? tag[2..] : tag;
}
