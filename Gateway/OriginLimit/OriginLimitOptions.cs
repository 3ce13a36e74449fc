using System.ComponentModel.DataAnnotations;

namespace Affluence.Gateway.OriginLimit;

/// <summary>How many requests may be in flight to the site. The limit finds itself within these bounds.</summary>
public sealed class OriginLimitOptions : IValidatableObject
{
    public const string Section = "Gateway:OriginLimit";

    /// <summary>Whether what is in flight to the site is limited at all.</summary>
    /// <value>The default is true.</value>
    public bool Enabled { get; set; } = true;

    /// <summary>Requests in flight at the start, and after the site was away.</summary>
    /// <value>The default is 20. A site that can take less is found out within seconds; one that can take more within a second.</value>
    [Range(1, 100_000, ErrorMessage = Section + ":Initial must be 1 to 100,000.")]
    public int Initial { get; set; } = 20;

    /// <summary>Lowest limit.</summary>
    /// <value>The default is 1.</value>
    [Range(1, 100_000, ErrorMessage = Section + ":Min must be 1 to 100,000.")]
    public int Min { get; set; } = 1;

    /// <summary>Highest limit.</summary>
    /// <value>The default is 10,000.</value>
    [Range(1, 100_000, ErrorMessage = Section + ":Max must be 1 to 100,000.")]
    public int Max { get; set; } = 10_000;

    /// <summary>Requests that may wait for a turn, for a second at most each.</summary>
    /// <value>The default is 1,000.</value>
    [Range(0, 100_000, ErrorMessage = Section + ":QueueLength must be 0 to 100,000.")]
    public int QueueLength { get; set; } = 1_000;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Min > Max || Initial < Min || Initial > Max)
        {
            yield return new ValidationResult(
                $"{Section}: Min, Initial and Max are {Min}, {Initial} and {Max}, and must be in this order.", [nameof(Min), nameof(Initial), nameof(Max)]);
        }
    }

    internal OriginLimitSettings ToSettings() => new(Initial, Min, Max);
}
