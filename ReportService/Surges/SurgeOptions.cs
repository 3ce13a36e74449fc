using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Affluence.Report.Surges;

/// <summary>How surges are told.</summary>
public sealed class SurgeOptions : IValidatableObject
{
    public const string Section = "Report:Surges";

    private const int MostSteps = 20;
    private const double LargestStep = 100_000;

    /// <summary>Multiples of the baseline of which it is told when a surge reaches them, ascending.</summary>
    /// <value>None set is 3, 5, 10, 20, 50, 100. A surge begins at 3, so none can be smaller.</value>
    public IList<double> Steps { get; } = [];

    internal IReadOnlyList<double> StepsInForce => Steps.Count == 0 ? SurgeStep.Defaults : [.. Steps];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Steps.Count > MostSteps)
        {
            yield return new($"{Section}:{nameof(Steps)} has {Steps.Count} steps; it must have at most {MostSteps}.", [nameof(Steps)]);
        }

        for (var index = 0; index < Steps.Count; index++)
        {
            var least = index == 0 ? SurgeFold.RatioOfSurge : Steps[index - 1];
            if (!(index == 0 ? Steps[index] >= least : Steps[index] > least) || Steps[index] > LargestStep)
            {
                yield return new(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{Section}:{nameof(Steps)}:{index} is {Steps[index]}; it must be {(index == 0 ? "at least" : "above")} {least}, and at most {LargestStep}."),
                    [nameof(Steps)]);
            }
        }
    }
}
