using System.ComponentModel.DataAnnotations;
using NodaTime;

namespace Affluence;

/// <summary>In which civil time the site lives. The counter (identity days) and the report (comparisons) must be given the same.</summary>
public sealed class SiteTimeOptions : IValidatableObject
{
    public const string Section = "SiteTime";

    private (string? File, TimeZoneRules Rules) _read = (null, TimeZoneRules.Bundled);

    /// <summary>A zone of the IANA time zone database.</summary>
    /// <value>The default is <c>America/Toronto</c>.</value>
    [Required]
    public string TimeZone { get; set; } = "America/Toronto";

    /// <summary>
    /// A file with a newer release of the IANA time zone database than NodaTime carries, in NodaTime's format (.nzd). Relative to the working
    /// directory unless absolute.
    /// </summary>
    /// <value>The default is none: the release that NodaTime carries.</value>
    public string? TzdbFile { get; set; }

    /// <summary>The zone by <see cref="Rules"/>.</summary>
    /// <exception cref="InvalidOperationException">There is no such zone; a validated setting has one.</exception>
    public DateTimeZone Zone => Rules.Find(TimeZone) ?? throw new InvalidOperationException($"There is no zone '{TimeZone}'.");

    /// <summary>The release of the time zone database that is gone by.</summary>
    /// <exception cref="InvalidOperationException"><see cref="TzdbFile"/> can't be used; a validated setting can.</exception>
    public TimeZoneRules Rules => TryReadRules(out var fault) ?? throw new InvalidOperationException(fault);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (TryReadRules(out var fault) is not { } rules)
        {
            yield return new ValidationResult(fault, [nameof(TzdbFile)]);
        }
        else if (rules.Find(TimeZone) is null)
        {
            yield return new ValidationResult(
                $"{Section}:{nameof(TimeZone)} is '{TimeZone}', which is no zone of the IANA time zone database {rules.Version} (for example America/Toronto).",
                [nameof(TimeZone)]);
        }
    }

    private TimeZoneRules? TryReadRules(out string? fault)
    {
        fault = null;
        if (_read.File != TzdbFile)
        {
            if (!TimeZoneRules.TryRead(TzdbFile!, out var rules, out var reason))
            {
                fault = $"{Section}:{nameof(TzdbFile)} is '{TzdbFile}', {reason}";
                return null;
            }

            _read = (TzdbFile, rules);
        }

        return _read.Rules;
    }
}
