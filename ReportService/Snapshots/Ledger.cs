namespace Affluence.Report.Snapshots;

/// <summary>The books of the one minute that ends at the snapshot's time: every page view that arrived was served or refused.</summary>
/// <param name="From">Start of the minute.</param>
/// <param name="To">Its end, exclusive.</param>
/// <param name="Arrived">Page views that arrived, counted apart from what became of them. Null: a gateway did not tell.</param>
/// <param name="Served">Page views that were served.</param>
/// <param name="Refused">Refused page views by cause; causes that did not occur are left out.</param>
/// <param name="Imbalance">Arrived less served and refused: 0 when the books balance. Null when it can't be told.</param>
internal sealed record Ledger(
    DateTimeOffset From, DateTimeOffset To, long? Arrived, long Served, IReadOnlyDictionary<string, long> Refused, long? Imbalance);
