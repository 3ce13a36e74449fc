using System.Collections.Frozen;
using Microsoft.Extensions.Primitives;

namespace Affluence.Gateway.Cache.Semantics;

/// <summary>Which of an answer's fields are kept, and what becomes of them when the site confirms it (RFC 9111 sections 3.1 and 3.2).</summary>
internal static class StoredFields
{
    /// <summary>Of one connection or one hop, or written anew for each visitor.</summary>
    private static readonly FrozenSet<string> Never = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authentication-Info", "Proxy-Authorization", "Proxy-Connection",
        "TE", "Trailer", "Transfer-Encoding", "Upgrade", "Age", "Content-Length", "Set-Cookie");

    /// <summary>They say what the stored bytes are, and a 304 has none (RFC 9110 section 8.6, RFC 9111 section 3.2).</summary>
    private static readonly FrozenSet<string> OfTheBytes =
        FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "Content-Encoding", "Content-Range", "Content-MD5", "ETag");

    public static KeyValuePair<string, StringValues>[] Of(ResponseFacts response)
    {
        var fields = new List<KeyValuePair<string, StringValues>>(response.Headers.Count + 1);
        var named = NamedByOthers(response);
        foreach (var (name, value) in response.Headers)
        {
            if (!Never.Contains(name) && !named.Contains(name))
            {
                fields.Add(new(name, value));
            }
        }

        WithDate(fields, response);
        return [.. fields];
    }

    /// <summary>The stored fields with those of a 304 in their place.</summary>
    public static KeyValuePair<string, StringValues>[] Updated(KeyValuePair<string, StringValues>[] stored, ResponseFacts notModified)
    {
        var named = NamedByOthers(notModified);
        var fields = stored.Where(field => !Replaces(notModified, named, field.Key)).ToList();
        foreach (var (name, value) in notModified.Headers)
        {
            if (Replaces(notModified, named, name))
            {
                fields.Add(new(name, value));
            }
        }

        WithDate(fields, notModified);
        return [.. fields];
    }

    private static bool Replaces(ResponseFacts notModified, HashSet<string> named, string name) =>
        notModified.Headers.ContainsKey(name) && !Never.Contains(name) && !OfTheBytes.Contains(name) && !named.Contains(name);

    /// <summary>An answer without a date, or with a wrong one, gets that of its coming (RFC 9110 section 6.6.1).</summary>
    private static void WithDate(List<KeyValuePair<string, StringValues>> fields, ResponseFacts response)
    {
        if (!fields.Exists(field => field.Key.Equals("Date", StringComparison.OrdinalIgnoreCase)))
        {
            fields.Add(new("Date", HttpDate.Write(response.Date)));
        }
    }

    private static HashSet<string> NamedByOthers(ResponseFacts response)
    {
        var names = new HashSet<string>(response.Control.NoCacheFields, StringComparer.OrdinalIgnoreCase);
        names.UnionWith(response.Control.PrivateFields);
        foreach (var line in response.Headers.Connection)
        {
            foreach (var member in new FieldMembers(line))
            {
                names.Add(member.ToString());
            }
        }

        return names;
    }
}
