namespace Affluence.Simulator.Reports;

/// <summary>Whether countries waited alike, as the report says.</summary>
/// <param name="AsOf">What happened later is not in it.</param>
/// <param name="Fairness">Null: nothing can be said.</param>
/// <param name="Unavailable">Why not, by the name of the figure.</param>
internal sealed record ReportFairness(DateTimeOffset AsOf, ReportFairness.CountryFigures? Fairness, IReadOnlyDictionary<string, string>? Unavailable)
{
    public string? Reason => Unavailable?.GetValueOrDefault("fairness");

    /// <param name="Tested">How many countries were tested.</param>
    /// <param name="Countries">Each with what the test found.</param>
    internal sealed record CountryFigures(int Tested, IReadOnlyList<CountryFigure> Countries)
    {
        public int Longer => Countries.Count(country => country.Verdict == "waitedLonger");
    }

    /// <param name="Code">ISO 3166-1 alpha-2.</param>
    /// <param name="Verdict">For example <c>nothingFound</c>.</param>
    internal sealed record CountryFigure(string Code, string Verdict);
}
