using System.ComponentModel.DataAnnotations;

namespace Affluence.Site.Knobs;

/// <summary>The knobs the site starts with; <c>PUT /knobs</c> on the management port turns them while it runs.</summary>
public sealed class KnobOptions : IValidatableObject
{
    public const string Section = "Site:Knobs";

    /// <summary>Time a page takes beyond its own; 0 to 60 s.</summary>
    /// <value>The default is 0.</value>
    public TimeSpan ResponseTime { get; set; }

    /// <summary>Pages in the making at once, beyond which a request is answered 503; null is without limit.</summary>
    /// <value>The default is null.</value>
    public int? Capacity { get; set; }

    /// <summary>Share of page requests, 0 to 1, that are answered 500.</summary>
    /// <value>The default is 0.</value>
    public double ErrorShare { get; set; }

    /// <summary>How badly pages are delayed beyond the capacity, 0 to 10, in place of being answered 503; null is not at all.</summary>
    /// <value>The default is null.</value>
    public double? Collapse { get; set; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        ToKnobs().Faults().Select(fault => new ValidationResult($"{Section}:{fault.Knob} {fault.Fault}"));

    internal SiteKnobs ToKnobs() => new(ResponseTime, Capacity, ErrorShare, Collapse);
}
