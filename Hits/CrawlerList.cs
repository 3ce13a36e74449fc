using System.Buffers;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Affluence.Hits;

/// <summary>
/// Knows the crawlers, monitors and fetchers that name themselves, by a kept list (Data/README.md says whose) and by <see cref="BotDetector"/>.
/// From any thread.
/// </summary>
public sealed class CrawlerList
{
    /// <summary>Verdicts remembered; a server is asked by some thousand user agents again and again. 512 KB.</summary>
    private const int Remembered = 1 << 16;

    private const string Special = @"\[](){}|^$?*+.";

    private static readonly Lazy<CrawlerList> Shipped = new(ReadShipped);

    private readonly SearchValues<string> _names;
    private readonly Lazy<Regex>? _patterns;

    /// <summary>One of these stands, in letters of any size, in whatever is named: most user agents hold none, and are done with after one search.
    /// Null where a pattern may match without.</summary>
    private readonly SearchValues<string>? _hints;

    /// <summary>Hash of a user agent, its last bit replaced by the verdict. A write of 64 bits is whole, so a race costs a look-up and no more.</summary>
    private readonly ulong[] _verdicts = new ulong[Remembered];

    /// <summary>Of the process's own, so that nobody can make up two user agents with one hash.</summary>
    private readonly long _seed = Random.Shared.NextInt64();

    private CrawlerList(IReadOnlyCollection<string> patterns)
    {
        var names = patterns.Select(NameOf).OfType<string>().ToArray();
        string[] others = [.. patterns.Where(pattern => NameOf(pattern) is null)];
        _names = SearchValues.Create(names, StringComparison.Ordinal);

        // Linear in the user agent, whatever the pattern: both come from outside. Made when it is first needed, since that takes as long as reading
        // thousands of lines.
        _patterns = others.Length == 0
            ? null
            : new Lazy<Regex>(() => new Regex(string.Join('|', others.Select(pattern => $"(?:{pattern})")), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant));
        var required = others.Select(RequiredText.Of).ToArray();
        _hints = Array.Exists(required, texts => texts.Count == 0)
            ? null
            : SearchValues.Create([.. BotDetector.Words, .. names, .. required.SelectMany(texts => texts)], StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The list that comes with this program.</summary>
    public static CrawlerList Default => Shipped.Value;

    /// <summary>Reads a list that is an operator's own, in the form of crawler-user-agents.json: an array of objects with a <c>pattern</c>.</summary>
    /// <exception cref="InvalidDataException">It is none; the message says why, half a sentence that reads on after the file's name.</exception>
    /// <exception cref="IOException">It can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be read.</exception>
    public static CrawlerList ReadFile(string path)
    {
        using var file = File.OpenRead(path);
        return Read(file, list => _ = list._patterns?.Value);
    }

    /// <summary>The list for a setting.</summary>
    /// <param name="path">Null or empty is the list that comes with this program.</param>
    /// <param name="fault">Why it can't be used, half a sentence that reads on after the path; null if it can.</param>
    public static CrawlerList? TryRead(string? path, out string? fault)
    {
        fault = null;
        try
        {
            return string.IsNullOrEmpty(path) ? Default : ReadFile(path);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            fault = exception is InvalidDataException ? exception.Message : $"can't be read: {exception.Message.TrimEnd('.')}";
            return null;
        }
    }

    /// <param name="userAgent">Cut to <see cref="VisitorHasher.MaxUserAgentLength"/>.</param>
    public bool Names(ReadOnlySpan<char> userAgent)
    {
        var hash = XxHash3.HashToUInt64(MemoryMarshal.AsBytes(userAgent), _seed) | 1;
        return Recall(hash) ?? Remember(hash, IsNamed(userAgent));
    }

    /// <param name="userAgent">A byte a character (ISO 8859-1), cut to <see cref="VisitorHasher.MaxUserAgentLength"/>.</param>
    /// <param name="hash">Of the user agent; the same for the same bytes as long as this list lives.</param>
    public bool Names(ReadOnlySpan<byte> userAgent, out ulong hash)
    {
        hash = XxHash3.HashToUInt64(userAgent, _seed) | 1;
        return Recall(hash) ?? Remember(hash, IsNamed(userAgent));
    }

    private bool? Recall(ulong hash)
    {
        var verdict = _verdicts[PlaceOf(hash)];
        return (verdict | 1) == hash ? verdict == hash : null;
    }

    private bool Remember(ulong hash, bool named)
    {
        _verdicts[PlaceOf(hash)] = named ? hash : hash & ~1UL;
        return named;
    }

    private static int PlaceOf(ulong hash) => (int)((hash >> 1) % Remembered);

    private bool IsNamed(ReadOnlySpan<byte> userAgent)
    {
        Span<char> text = stackalloc char[VisitorHasher.MaxUserAgentLength];
        return IsNamed(text[..Encoding.Latin1.GetChars(userAgent, text)]);
    }

    private bool IsNamed(ReadOnlySpan<char> userAgent) =>
        (_hints is null || userAgent.ContainsAny(_hints))
        && (BotDetector.IsDeclaredBot(userAgent) || userAgent.ContainsAny(_names) || _patterns?.Value.IsMatch(userAgent) == true);

    private static CrawlerList ReadShipped()
    {
        using var file = typeof(CrawlerList).Assembly.GetManifestResourceStream("crawlers.json")!;
        return Read(file, check: null);
    }

    /// <param name="check">Uses the list, so that it is known now whether it can be used.</param>
    private static CrawlerList Read(Stream file, Action<CrawlerList>? check)
    {
        try
        {
            using var document = JsonDocument.Parse(file);
            var patterns = new List<string>();
            foreach (var entry in document.RootElement.EnumerateArray())
            {
                if (entry.ValueKind != JsonValueKind.Object || !entry.TryGetProperty("pattern", out var pattern) || pattern.GetString() is not { Length: > 0 } text)
                {
                    throw NoList();
                }

                patterns.Add(text);
            }

            var list = patterns.Count > 0 ? new CrawlerList(patterns) : throw NoList();
            check?.Invoke(list);
            return list;
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException(
                $"is no list of crawlers: it is no JSON array of objects with a pattern (line {exception.LineNumber + 1})", exception);
        }
        catch (InvalidOperationException)
        {
            throw NoList();
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            throw new InvalidDataException($"is no list of crawlers: {exception.Message.ReplaceLineEndings(" ").TrimEnd('.')}", exception);
        }
    }

    private static InvalidDataException NoList() => new("is no list of crawlers: it is not an array of objects that each have a pattern");

    /// <summary>The plain text that a pattern looks for; null if it is more than that.</summary>
    private static string? NameOf(string pattern)
    {
        var name = new StringBuilder(pattern.Length);
        for (var at = 0; at < pattern.Length; at++)
        {
            if (pattern[at] == '\\' && at + 1 < pattern.Length && !char.IsAsciiLetterOrDigit(pattern[at + 1]))
            {
                name.Append(pattern[++at]);
            }
            else if (Special.Contains(pattern[at], StringComparison.Ordinal))
            {
                return null;
            }
            else
            {
                name.Append(pattern[at]);
            }
        }

        return name.ToString();
    }
}
