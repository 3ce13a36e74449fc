using System.ComponentModel.DataAnnotations;

namespace Affluence.Gateway.Cache;

/// <summary>What a visitor's own <c>Cache-Control</c> may do to the site (RFC 9111 section 5.2.1: it is advice).</summary>
public enum RequestDirectivesPolicy
{
    /// <summary>A reload asks the site at most once a second for a page, on behalf of all who reload it, and not at all while the site is in trouble.</summary>
    Bounded,

    /// <summary>Each is obeyed.</summary>
    Honour,

    /// <summary>None is obeyed, but that an answer is not to be stored.</summary>
    Ignore,
}

/// <summary>What the cache keeps and for how long. The site decides; these are bounds, and what holds where it says nothing.</summary>
public sealed class CacheOptions : IValidatableObject
{
    public const string Section = "Gateway:Cache";

    /// <summary>Whether anything is stored at all.</summary>
    /// <value>The default is true.</value>
    public bool Enabled { get; set; } = true;

    /// <summary>Memory for stored answers, in bytes, with their headers and what it takes to find them.</summary>
    /// <value>The default is 256 MiB; 1 MiB to 1 TiB.</value>
    [Range(1L << 20, 1L << 40, ErrorMessage = Section + ":Bytes must be 1 MiB to 1 TiB.")]
    public long Bytes { get; set; } = 256L << 20;

    /// <summary>Largest body that is stored, in bytes. Larger ones pass, and are not waited for by others.</summary>
    /// <value>The default is 4 MiB.</value>
    [Range(0, 1 << 30, ErrorMessage = Section + ":MaxBodyBytes must be 0 to 1 GiB.")]
    public int MaxBodyBytes { get; set; } = 4 << 20;

    /// <summary>Largest header of an answer that is stored, in characters.</summary>
    /// <value>The default is 16,384.</value>
    [Range(256, 1 << 20, ErrorMessage = Section + ":MaxHeaderCharacters must be 256 to 1,048,576.")]
    public int MaxHeaderCharacters { get; set; } = 16_384;

    /// <summary>Queries of one path that are stored at once.</summary>
    /// <value>The default is 1,000.</value>
    [Range(1, 10_000_000, ErrorMessage = Section + ":MaxKeysPerPath must be 1 to 10,000,000.")]
    public int MaxKeysPerPath { get; set; } = 1_000;

    /// <summary>Answers to one target that are stored at once because they vary by request fields.</summary>
    /// <value>The default is 16.</value>
    [Range(1, 1_000, ErrorMessage = Section + ":MaxVariants must be 1 to 1,000.")]
    public int MaxVariants { get; set; } = 16;

    /// <summary>How long a stale page is given when the site has no better, unless the site or a rule says otherwise.</summary>
    /// <value>The default is 24 h; up to a year.</value>
    public TimeSpan Grace { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Bound of the lifetime of a page whose site gives none: a tenth of the time since it was last modified.</summary>
    /// <value>The default is 1 h.</value>
    public TimeSpan MaxHeuristicLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long a visitor waits for the site when there is a stale page that he may have.</summary>
    /// <value>The default is 2 s.</value>
    public TimeSpan StalePatience { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a visitor waits for the answer to somebody else's request of the same page before he asks for himself.</summary>
    /// <value>The default is 30 s, as long as the site may be silent.</value>
    public TimeSpan WaitLimit { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long it is remembered that a target's answers are not stored, so that nobody waits for one.</summary>
    /// <value>The default is 1 min.</value>
    public TimeSpan PassMemory { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>What a visitor's own <c>Cache-Control</c> may do.</summary>
    /// <value>The default is <see cref="RequestDirectivesPolicy.Bounded"/>.</value>
    public RequestDirectivesPolicy RequestDirectives { get; set; }

    /// <summary>A folder for pages that are asked for again and again, with which a gateway begins that starts while the site is down.</summary>
    /// <value>None, the default, keeps nothing: a gateway starts cold.</value>
    public string? Directory { get; set; }

    /// <summary>What holds for paths; the first that covers a path counts.</summary>
    public IList<CacheRule> Rules { get; init; } = [];

    internal CacheRule? RuleFor(ReadOnlySpan<char> path)
    {
        foreach (var rule in Rules)
        {
            if (rule.Covers(path))
            {
                return rule;
            }
        }

        return null;
    }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        (string Name, TimeSpan Value, TimeSpan Least)[] times =
        [
            (nameof(Grace), Grace, TimeSpan.Zero),
            (nameof(MaxHeuristicLifetime), MaxHeuristicLifetime, TimeSpan.Zero),
            (nameof(StalePatience), StalePatience, TimeSpan.FromMilliseconds(1)),
            (nameof(WaitLimit), WaitLimit, TimeSpan.FromMilliseconds(1)),
            (nameof(PassMemory), PassMemory, TimeSpan.Zero),
            .. Rules.Index().SelectMany(rule => new[]
            {
                ($"Rules:{rule.Index}:Lifetime", rule.Item.Lifetime ?? TimeSpan.Zero, TimeSpan.Zero),
                ($"Rules:{rule.Index}:Grace", rule.Item.Grace ?? TimeSpan.Zero, TimeSpan.Zero),
            }),
        ];
        foreach (var (name, value, least) in times)
        {
            if (value < least || value > TimeSpan.FromDays(366))
            {
                yield return new ValidationResult($"{Section}:{name} is {value}, but must be {least} to 366 days.");
            }
        }

        foreach (var (index, rule) in Rules.Index())
        {
            if (rule.Path is not ['/' or '*', ..])
            {
                yield return new ValidationResult($"{Section}:Rules:{index}:Path is '{rule.Path}', but must begin with / or *.");
            }
        }

        if (MaxBodyBytes > Bytes / 8)
        {
            yield return new ValidationResult($"{Section}:MaxBodyBytes is {MaxBodyBytes}, but must be an eighth of Bytes ({Bytes}) at most.");
        }
    }
}
