using Microsoft.Extensions.Primitives;

namespace Affluence.Gateway.Cache.Semantics;

/// <summary>What becomes invalid when something was changed (RFC 9111 section 4.4).</summary>
internal static class Invalidation
{
    /// <summary>A method that is not known may change anything.</summary>
    public static bool IsUnsafe(string method) =>
        !(HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || HttpMethods.IsTrace(method));

    /// <param name="asked">The changed resource, by which the fields are resolved.</param>
    /// <param name="status">What the site answered; a fault has changed nothing.</param>
    /// <param name="headers">Its fields, of which <c>Location</c> and <c>Content-Location</c> name further resources of the same origin.</param>
    /// <returns>Targets as a request would write them.</returns>
    public static IEnumerable<string> Targets(Uri asked, string target, int status, IHeaderDictionary headers)
    {
        if (status is < 200 or >= 400)
        {
            yield break;
        }

        yield return target;
        if (TargetOf(asked, headers.Location) is { } location)
        {
            yield return location;
        }

        if (TargetOf(asked, headers.ContentLocation) is { } contentLocation)
        {
            yield return contentLocation;
        }
    }

    private static string? TargetOf(Uri asked, StringValues reference) =>
        reference is [{ Length: > 0 } text] && Uri.TryCreate(asked, text, out var uri) && uri.Scheme == asked.Scheme && uri.Authority == asked.Authority
            ? uri.PathAndQuery
            : null;
}
