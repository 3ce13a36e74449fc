using System.Text;
using Microsoft.Extensions.Primitives;

namespace Affluence.Gateway.Cache.Semantics;

/// <summary>The request fields by which a stored answer was chosen, and what they were (RFC 9111 section 4.1).</summary>
/// <param name="Names">As <c>Vary</c> lists them, in lower case and in order.</param>
/// <param name="Values">The request's, normalised; null where it had none.</param>
internal sealed record Variant(IReadOnlyList<string> Names, IReadOnlyList<string?> Values)
{
    /// <summary>What varies by more than this varies by everything.</summary>
    public const int MostNames = 16;

    /// <summary>Characters of a field that are remembered as they were sent; what browsers send is shorter.</summary>
    private const int LongestRemembered = 160;

    /// <summary>Lists of which neither order nor case means anything (RFC 9110 section 12.5).</summary>
    private static readonly HashSet<string> Unordered = ["accept", "accept-charset", "accept-encoding", "accept-language"];

    /// <summary>The gateway writes it anew for the site, so what a visitor sends under this name says nothing of what the site saw: his address.</summary>
    private const string ClientField = "x-forwarded-for";

    /// <summary>As it writes these, of what is part of the key: they choose nothing more.</summary>
    private static readonly HashSet<string> InKey = ["host", "x-forwarded-host", "x-forwarded-proto"];

    /// <summary>For each name what was sent last that means the same and that does not: browsers write a few texts, and need not be read anew for each visitor.</summary>
    private readonly string?[] _same = new string?[Names.Count];
    private readonly string?[] _other = new string?[Names.Count];

    /// <summary>Chosen by preferences that many share (<c>Accept</c>, <c>Accept-Language</c> …) at most: nothing of it tells one visitor from another.</summary>
    public bool IsByPreferenceAlone => Names.All(Unordered.Contains);

    public static Variant Any { get; } = new([], []);

    /// <returns>Null for what no later request can match: <c>*</c>, the client's address, or more names than are kept.</returns>
    public static Variant? Of(StringValues vary, IHeaderDictionary request) =>
        NamesIn(vary) is not { } names ? null : names.Count == 0 ? Any : new Variant(names, [.. names.Select(name => ValueOf(name, request[name]))]);

    public bool Matches(IHeaderDictionary request)
    {
        for (var index = 0; index < Names.Count; index++)
        {
            var sent = request[Names[index]];
            if (!(sent is [{ Length: <= LongestRemembered } line] ? Matches(index, line) : ValueOf(Names[index], sent) == Values[index]))
            {
                return false;
            }
        }

        return true;
    }

    public bool IsSameAs(Variant other) => Names.SequenceEqual(other.Names) && Values.SequenceEqual(other.Values);

    /// <summary>The key under which requests that this answer's variants would serve alike are the same.</summary>
    public string KeyOf(IHeaderDictionary request) => Names.Count == 0
        ? string.Empty
        : string.Join('\n', Names.Select(name => $"{name}:{ValueOf(name, request[name])}"));

    private bool Matches(int index, string line)
    {
        if (line == Values[index] || line == Volatile.Read(ref _same[index]))
        {
            return true;
        }

        if (line == Volatile.Read(ref _other[index]))
        {
            return false;
        }

        var isSame = ValueOf(Names[index], line) == Values[index];
        Volatile.Write(ref (isSame ? _same : _other)[index], line);
        return isSame;
    }

    private static List<string>? NamesIn(StringValues vary)
    {
        List<string> names = [];
        foreach (var line in vary)
        {
            foreach (var member in new FieldMembers(line))
            {
                var name = member.ToString().ToLowerInvariant();
                if (name is "*" or ClientField || names.Count > MostNames)
                {
                    return null;
                }

                if (!names.Contains(name) && !InKey.Contains(name))
                {
                    names.Add(name);
                }
            }
        }

        names.Sort(StringComparer.Ordinal);
        return names.Count > MostNames ? null : names;
    }

    private static string? ValueOf(string name, StringValues lines)
    {
        if (lines.Count == 0)
        {
            return null;
        }

        var sorted = Unordered.Contains(name);
        List<string> members = [];
        foreach (var line in lines)
        {
            foreach (var member in new FieldMembers(line))
            {
                members.Add(sorted ? Collapse(member) : member.ToString());
            }
        }

        if (sorted)
        {
            members.Sort(StringComparer.Ordinal);
        }

        return string.Join(',', members);
    }

    /// <summary>Lower case, without the white space that may stand around a weight.</summary>
    private static string Collapse(ReadOnlySpan<char> member)
    {
        var text = new StringBuilder(member.Length);
        foreach (var character in member)
        {
            if (character is not (' ' or '\t'))
            {
                text.Append(char.ToLowerInvariant(character));
            }
        }

        return text.ToString();
    }
}
