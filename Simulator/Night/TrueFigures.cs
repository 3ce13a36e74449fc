namespace Affluence.Simulator.Night;

/// <summary>What was simulated, in the words of the report's snapshot.</summary>
/// <param name="At">End of the window.</param>
/// <param name="Visitors">Distinct visitors with a served page view in the 5 minutes before, as far as they were played.</param>
/// <param name="Countries">The same by country.</param>
/// <param name="TurnedAway">Distinct visitors with a refused page view and no served one.</param>
/// <param name="GotIn">Distinct visitors with a refused page view and a served one.</param>
/// <param name="PageViews">Of the window.</param>
/// <param name="Ledger">Page views of the one minute that ends at <paramref name="At"/>.</param>
/// <param name="Bots">Requests of declared bots in the window.</param>
/// <param name="Requests">All requests in the window.</param>
internal sealed record TrueFigures(
    DateTimeOffset At,
    int Visitors,
    IReadOnlyDictionary<string, int> Countries,
    int TurnedAway,
    int GotIn,
    PageViews PageViews,
    PageViews Ledger,
    long Bots,
    long Requests);
