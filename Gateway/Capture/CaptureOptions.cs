using System.ComponentModel.DataAnnotations;

namespace Affluence.Gateway.Capture;

/// <summary>How hits are captured.</summary>
public sealed class CaptureOptions
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
}
