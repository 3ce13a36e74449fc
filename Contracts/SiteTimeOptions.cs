using System.ComponentModel.DataAnnotations;
using NodaTime;

namespace Affluence;

/// <summary>In which civil time the site lives. The counter (identity days) and the report (comparisons) must be given the same.</summary>
public sealed class SiteTimeOptions : IValidatableObject
{
    public const string Section = "SiteTime";

    /// <summary>A zone of the IANA time zone database.</summary>
    /// <value>The default is <c>America/Toronto</c>.</value>
    [Required]
    public string TimeZone { get; set; } = "America/Toronto";

    /// <summary>The zone by the rules that NodaTime carries.</summary>
    public DateTimeZone Zone => DateTimeZoneProviders.Tzdb[TimeZone];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(TimeZone) is null)
        {
            yield return new ValidationResult(
                $"{Section}:{nameof(TimeZone)} is '{TimeZone}', which is no zone of the IANA time zone database (for example America/Toronto).",
                [nameof(TimeZone)]);
        }
    }
}
