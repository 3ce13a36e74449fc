namespace Affluence.Report.Dashboard.Now;

/// <summary>A figure as the page writes it.</summary>
/// <param name="Value">Null: it can't be told.</param>
/// <param name="Margin">Its standard error, as ± 400. Null: it is exact, or can't be told.</param>
/// <param name="Note">What it is a part of, or the like.</param>
/// <param name="Reason">Why it can't be told, in the words of the API, which are English.</param>
public sealed record Figure(string? Value, string? Margin = null, string? Note = null, string? Reason = null);
