namespace Affluence.Report.Surges;

/// <summary>The minute with the most visitors of those looked at so far; the first of them when there are several.</summary>
internal readonly record struct Crest(long At, long Visitors, long BaselineVisitors)
{
    public double Ratio => (double)Visitors / BaselineVisitors;

    /// <summary>The higher of an earlier and a later one.</summary>
    public static Crest? Higher(Crest? earlier, Crest? later) =>
        earlier is null || later?.Visitors > earlier.Value.Visitors ? later : earlier;
}
