using Microsoft.Extensions.Primitives;

namespace Affluence.Gateway.Cache.Semantics;

/// <summary>
/// What <c>Cache-Control</c> says, in a request (RFC 9111 section 5.2.1) or in an answer (5.2.2; RFC 5861). Of a directive that comes twice the
/// first counts; a lifetime that is no number is none at all: zero.
/// </summary>
internal sealed record CacheControl
{
    public static CacheControl Nothing { get; } = new();

    public bool NoStore { get; init; }

    /// <summary>For the whole answer; a list of fields is <see cref="NoCacheFields"/>.</summary>
    public bool NoCache { get; init; }

    public IReadOnlyList<string> NoCacheFields { get; init; } = [];

    /// <summary>For the whole answer; a list of fields is <see cref="PrivateFields"/>.</summary>
    public bool Private { get; init; }

    public IReadOnlyList<string> PrivateFields { get; init; } = [];

    public bool Public { get; init; }

    public bool MustRevalidate { get; init; }

    public bool ProxyRevalidate { get; init; }

    public bool MustUnderstand { get; init; }

    public bool OnlyIfCached { get; init; }

    public TimeSpan? MaxAge { get; init; }

    public TimeSpan? SharedMaxAge { get; init; }

    public TimeSpan? MinFresh { get; init; }

    /// <summary>Greatest where the directive has no value: however stale.</summary>
    public TimeSpan? MaxStale { get; init; }

    public TimeSpan? StaleWhileRevalidate { get; init; }

    public TimeSpan? StaleIfError { get; init; }

    /// <summary>Whether a stale answer may be used by nobody, whatever happens (5.2.2.2, 5.2.2.8, 5.2.2.10).</summary>
    public bool ForbidsStale => MustRevalidate || ProxyRevalidate || SharedMaxAge is not null || NoCache;

    public static CacheControl Parse(StringValues lines)
    {
        var result = Nothing;
        foreach (var line in lines)
        {
            foreach (var member in new FieldMembers(line))
            {
                var equals = member.IndexOf('=');
                result = equals < 0 ? result.With(member, default, hasValue: false) : result.With(member[..equals], Unquote(member[(equals + 1)..]), hasValue: true);
            }
        }

        return result;
    }

    private static ReadOnlySpan<char> Unquote(ReadOnlySpan<char> value) => value is ['"', .., '"'] ? value[1..^1] : value;

    private CacheControl With(ReadOnlySpan<char> name, ReadOnlySpan<char> value, bool hasValue)
    {
        Span<char> lower = stackalloc char[24];
        if (name.Length > lower.Length)
        {
            return this;
        }

        return lower[..name.ToLowerInvariant(lower)] switch
        {
            "no-store" => this with { NoStore = true },
            "no-cache" when hasValue => this with { NoCacheFields = Names(NoCacheFields, value) },
            "no-cache" => this with { NoCache = true },
            "private" when hasValue => this with { PrivateFields = Names(PrivateFields, value) },
            "private" => this with { Private = true },
            "public" => this with { Public = true },
            "must-revalidate" => this with { MustRevalidate = true },
            "proxy-revalidate" => this with { ProxyRevalidate = true },
            "must-understand" => this with { MustUnderstand = true },
            "only-if-cached" => this with { OnlyIfCached = true },
            "max-age" => this with { MaxAge = MaxAge ?? Seconds(value) },
            "s-maxage" => this with { SharedMaxAge = SharedMaxAge ?? Seconds(value) },
            "min-fresh" => this with { MinFresh = MinFresh ?? Seconds(value) },
            "max-stale" => this with { MaxStale = MaxStale ?? (hasValue ? Seconds(value) : DeltaSeconds.Greatest) },
            "stale-while-revalidate" => this with { StaleWhileRevalidate = StaleWhileRevalidate ?? Seconds(value) },
            "stale-if-error" => this with { StaleIfError = StaleIfError ?? Seconds(value) },
            _ => this,
        };
    }

    private static TimeSpan Seconds(ReadOnlySpan<char> value) => DeltaSeconds.TryParse(value, out var seconds) ? seconds : TimeSpan.Zero;

    private static List<string> Names(IReadOnlyList<string> before, ReadOnlySpan<char> value)
    {
        List<string> names = [.. before];
        foreach (var name in new FieldMembers(value))
        {
            names.Add(name.ToString());
        }

        return names;
    }
}
