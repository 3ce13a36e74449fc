using System.Text;

namespace Affluence.Hits;

/// <summary>What stands in every text that a pattern (a regular expression) matches, so that a search for plain text can rule most texts out.</summary>
internal static class RequiredText
{
    /// <summary>A single letter stands in nearly every text, and rules nothing out.</summary>
    private const int Shortest = 2;

    /// <summary>What begins with another escaped letter is longer, as <c>\x41</c> is.</summary>
    private const string Escaped = "dDwWsSbBtnrfvaeAzZ";

    /// <returns>One of these stands in whatever the pattern matches, in letters of any size; none where that is not known.</returns>
    public static IReadOnlyList<string> Of(string pattern)
    {
        // Options may give the rest of a pattern another meaning.
        if (pattern.Contains("(?", StringComparison.Ordinal))
        {
            return [];
        }

        var texts = new List<string>();
        var (longest, run) = (string.Empty, new StringBuilder());
        for (var at = 0; at <= pattern.Length; at++)
        {
            var letter = at < pattern.Length ? pattern[at] : '|';
            if (letter == '\\' && at + 1 < pattern.Length && !char.IsAsciiLetterOrDigit(pattern[at + 1]))
            {
                run.Append(pattern[++at]);
                continue;
            }

            if (letter == '\\' && (at + 1 == pattern.Length || !Escaped.Contains(pattern[at + 1], StringComparison.Ordinal)))
            {
                return [];
            }

            if (!@"\[](){}|^$?*+.".Contains(letter, StringComparison.Ordinal))
            {
                run.Append(letter);
                continue;
            }

            // What may be left out is no part of it.
            if (letter is '*' or '?' or '{' && run.Length > 0)
            {
                run.Length--;
            }

            longest = run.Length > longest.Length ? run.ToString() : longest;
            run.Clear();
            if (letter == '|')
            {
                texts.Add(longest);
                longest = string.Empty;
            }

            at = letter is '[' or '(' or '{' or '\\' ? EndOf(pattern, at) : at;
        }

        return texts.TrueForAll(text => text.Length >= Shortest) ? texts : [];
    }

    /// <summary>Where what begins here ends: a class, a group, a number of times, or an escaped letter. None of it is looked into.</summary>
    private static int EndOf(string pattern, int at)
    {
        switch (pattern[at])
        {
            case '\\':
                return at + 1;
            case '{':
                return Math.Max(at, pattern.IndexOf('}', at));
            case '[':
                // A bracket that stands first in a class is one of its letters.
                var from = at + (pattern[(at + 1)..] is ['^', ..] ? 2 : 1);
                for (at = from; at < pattern.Length && (pattern[at] != ']' || at == from); at++)
                {
                    at += pattern[at] == '\\' ? 1 : 0;
                }

                return at;
            default:
                for (at++; at < pattern.Length && pattern[at] != ')'; at++)
                {
                    at = pattern[at] is '[' or '(' or '\\' ? EndOf(pattern, at) : at;
                }

                return at;
        }
    }
}
