namespace Affluence.Simulator.Import;

/// <summary>What the register keeps of one log of one import. No address is in it.</summary>
/// <param name="Name">Of the import.</param>
/// <param name="ImportedAt">When it ended.</param>
/// <param name="Log">As it was given.</param>
/// <param name="Writers">The names under which the counter holds it.</param>
/// <param name="From">Start of the first 10 s with a request.</param>
/// <param name="To">End of the last.</param>
/// <param name="Source">By which the counter retracts it; null where an earlier version imported it, which can't be retracted.</param>
/// <param name="IsWhole">False: it was begun, and broken off or is still at work.</param>
/// <param name="IsVoid">Nothing of it came to the counter: what was begun before this is none.</param>
internal sealed record ImportedLog(
    string Name,
    DateTimeOffset ImportedAt,
    string Log,
    string Format,
    IReadOnlyList<string> Writers,
    long Requests,
    long PageViews,
    long Bots,
    DateTimeOffset? From,
    DateTimeOffset? To,
    string? Source = null,
    bool IsWhole = true,
    bool IsVoid = false)
{
    /// <summary>When it was retracted; null: it counts.</summary>
    public DateTimeOffset? RetractedAt { get; init; }
}
