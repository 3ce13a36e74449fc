using System.ComponentModel.DataAnnotations;

namespace Affluence.Gateway.Capture;

/// <summary>How hits are captured.</summary>
public sealed class CaptureOptions : IValidatableObject
{
    public const string Section = "Gateway:Capture";

    /// <summary>Whether hits are captured at all. Without, the gateway is a bare proxy and counts nobody.</summary>
    /// <value>The default is true.</value>
    public bool Enabled { get; set; } = true;

    /// <summary>Hits that may wait for delivery; beyond, new ones are dropped and counted as dropped. About 250 bytes each.</summary>
    /// <value>The default is 131,072: over 5 s of 20,000 requests/s.</value>
    [Range(1_024, 16_777_216, ErrorMessage = Section + ":QueueCapacity must be 1,024 to 16,777,216.")]
    public int QueueCapacity { get; set; } = 131_072;

    /// <summary>Paths of health and uptime checks, which are requests but no page views. Compared whole, ignoring case.</summary>
    public ISet<string> ProbePaths { get; init; } =
        new HashSet<string>(HitClassifier.DefaultProbePaths, StringComparer.OrdinalIgnoreCase);

    /// <summary>Who is a bot by name: a list in the form of crawler-user-agents.json, read at start.</summary>
    /// <value>The default is the list that comes with the gateway.</value>
    public string? CrawlerFile { get; set; }

    /// <summary>
    /// What answers of the site mean that mean something else than elsewhere, by status: <c>served</c>, <c>origin_error</c>, <c>timeout</c>,
    /// <c>unreachable</c>, <c>shed</c>, <c>waiting</c> or <c>client_gone</c>.
    /// </summary>
    /// <value>The default is none: 429 is shed, every 5xx is origin_error, and all else is served.</value>
    public IDictionary<string, string> Outcomes { get; init; } = new Dictionary<string, string>();

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (CrawlerList.TryRead(CrawlerFile, out var fault) is null)
        {
            yield return new ValidationResult($"{Section}:CrawlerFile: {CrawlerFile} {fault}.");
        }

        foreach (var (status, outcome) in Outcomes)
        {
            if (!StatusOutcomes.TryReadChange(status, outcome, out _))
            {
                yield return new ValidationResult(
                    $"{Section}:Outcomes:{status} is '{outcome}': it takes a status from 100 to 599 and one of {string.Join(", ", StatusOutcomes.Names.Keys)}.");
            }
        }
    }

    internal RequestClassifier NewClassifier() => new(
        ProbePaths,
        CrawlerList.TryRead(CrawlerFile, out _),
        StatusOutcomes.With(Outcomes.Select(change => StatusOutcomes.TryReadChange(change.Key, change.Value, out var read) ? read : default)));
}
