using System.ComponentModel.DataAnnotations;

namespace Affluence.Report.Dashboard.Embed;

/// <summary>Which sites may show the embeddable figure in their pages.</summary>
public sealed class EmbedOptions : IValidatableObject
{
    public const string Section = "Report:Embed";

    /// <summary>Value of the policy's <c>frame-ancestors</c>: <c>*</c>, <c>'none'</c>, or sources as <c>https://www.example.ca</c> with spaces between.</summary>
    /// <value>The default is <c>*</c>: every site. The rest of the dashboard is in no frame, whatever is said here.</value>
    public string FrameAncestors { get; set; } = "*";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        // It becomes a part of a header: it may end neither its directive nor the header.
        if (string.IsNullOrWhiteSpace(FrameAncestors) || FrameAncestors.Any(character => character is ';' or ',' or < ' ' or > '~'))
        {
            yield return new ValidationResult(
                $"{Section}:{nameof(FrameAncestors)} is '{FrameAncestors}'; it must be sources with spaces between, such as https://www.example.ca, or * or 'none'.",
                [nameof(FrameAncestors)]);
        }
    }
}
