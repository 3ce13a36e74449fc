namespace Affluence.Report.Snapshots;

/// <summary>Page views of visitors in the window, exact. Refused ones are given by cause; causes that did not occur are left out.</summary>
internal sealed record PageViews(long Served, IReadOnlyDictionary<string, long> Refused);
