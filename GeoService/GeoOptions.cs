using System.ComponentModel.DataAnnotations;
using Affluence.CountryFiles;

namespace Affluence.Geo;

/// <summary>Which country file answers, and what is said of it.</summary>
public sealed class GeoOptions : IValidatableObject
{
    public const string Section = "Geo";

    /// <summary>A country file in MaxMind DB format. It is watched, and read again when it changes.</summary>
    /// <value>The default is the file that comes with this project.</value>
    [Required(ErrorMessage = $"{Section}:{nameof(DatabasePath)} is empty; leave it out to use the file that comes with the service.")]
    public string DatabasePath { get; set; } = CountryFile.BundledPath;

    /// <summary>How often the file is looked at for a change.</summary>
    /// <value>The default is 5 seconds.</value>
    public TimeSpan ReloadInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Age of the file from which the service's health is Degraded, for those who have newer ones put in its place.</summary>
    /// <value>No default: its age alone is mentioned, and is no trouble.</value>
    public TimeSpan? MaximumAge { get; set; }

    /// <summary>Licence of the file by name.</summary>
    /// <value>The default is that of the file that comes with this project, and empty for any other.</value>
    public string? License { get; set; }

    /// <summary>Sentence to show wherever results are shown.</summary>
    /// <inheritdoc cref="License" path="/value"/>
    public string? Attribution { get; set; }

    /// <summary>Where the attribution links to.</summary>
    /// <inheritdoc cref="License" path="/value"/>
    public string? AttributionUrl { get; set; }

    internal bool IsBundled => DatabasePath == CountryFile.BundledPath;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (ReloadInterval < TimeSpan.FromMilliseconds(100) || ReloadInterval > TimeSpan.FromDays(1))
        {
            yield return new ValidationResult(
                $"{Section}:{nameof(ReloadInterval)} is '{ReloadInterval}'; it must lie between 00:00:00.1 and 1.00:00:00.",
                [nameof(ReloadInterval)]);
        }

        if (MaximumAge <= TimeSpan.Zero)
        {
            yield return new ValidationResult($"{Section}:{nameof(MaximumAge)} is {MaximumAge:c}; it must be above 0.", [nameof(MaximumAge)]);
        }

        if (!string.IsNullOrEmpty(AttributionUrl)
            && !(Uri.TryCreate(AttributionUrl, UriKind.Absolute, out var url) && url.Scheme is "https" or "http"))
        {
            yield return new ValidationResult(
                $"{Section}:{nameof(AttributionUrl)} is '{AttributionUrl}', which is no http or https address.",
                [nameof(AttributionUrl)]);
        }
    }
}
