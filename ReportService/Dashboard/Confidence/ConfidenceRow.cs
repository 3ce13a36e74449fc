namespace Affluence.Report.Dashboard.Confidence;

/// <summary>One thing by which a reader judges how sure the figures are.</summary>
/// <param name="Term">What it is.</param>
/// <param name="Value">What it is now.</param>
/// <param name="Note">What that means; null: nothing to say.</param>
/// <param name="IsConcern">Whether it speaks against the figures.</param>
/// <param name="Reason">Why it can't be told, in the words of the API, which are English.</param>
public sealed record ConfidenceRow(string Term, string Value, string? Note = null, bool IsConcern = false, string? Reason = null);
