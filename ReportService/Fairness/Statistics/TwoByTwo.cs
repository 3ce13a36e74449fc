namespace Affluence.Report.Fairness.Statistics;

/// <summary>One stratum: of a group and of all others, how many there were and with how many of them it came to pass.</summary>
/// <param name="GroupEvents">Of the group, with how many.</param>
/// <param name="GroupSize">How many the group were; not less than <paramref name="GroupEvents"/>.</param>
/// <param name="OtherEvents">Of the others, with how many.</param>
/// <param name="OtherSize">How many the others were; not less than <paramref name="OtherEvents"/>.</param>
internal readonly record struct TwoByTwo(double GroupEvents, double GroupSize, double OtherEvents, double OtherSize)
{
    public double Size => GroupSize + OtherSize;

    public double Events => GroupEvents + OtherEvents;

    /// <summary>Whether group and others can differ in it: both are there, and it came to pass with some and not with all.</summary>
    public bool Tells => GroupSize > 0 && OtherSize > 0 && Events > 0 && Events < Size;

    /// <summary>Events of the group to be expected where it makes no difference who is in it: the mean of the hypergeometric distribution.</summary>
    public double Expected => GroupSize * Events / Size;

    /// <summary>Variance of the hypergeometric distribution.</summary>
    public double Variance => GroupSize * OtherSize * Events * (Size - Events) / (Size * Size * (Size - 1));

    /// <summary>The fewest events that the group can have, given how many there were in all.</summary>
    public double Fewest => Math.Max(0, Events - OtherSize);

    /// <summary>The most events that the group can have.</summary>
    public double Most => Math.Min(GroupSize, Events);
}
