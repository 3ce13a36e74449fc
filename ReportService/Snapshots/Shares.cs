namespace Affluence.Report.Snapshots;

/// <summary>Rounds to what the sketches can carry, so that no reader takes noise for figures.</summary>
internal static class Shares
{
    private const int ShareDigits = 4;
    private const int RatioDigits = 2;

    /// <summary>Part of a whole. Both are estimates, so a part that is everything may come out a little larger: it is 1.</summary>
    public static double Of(long part, long whole) => Math.Round(Math.Min(1, (double)part / whole), ShareDigits);

    /// <summary>A country's part of an increase. Null when there is none.</summary>
    public static double? Contribution(long ownIncrease, long increase) => increase <= 0 ? null : Math.Round((double)ownIncrease / increase, ShareDigits);

    /// <summary>Null when there is nothing to compare with.</summary>
    public static double? Ratio(long now, long then) => then == 0 ? null : Math.Round((double)now / then, RatioDigits);
}
