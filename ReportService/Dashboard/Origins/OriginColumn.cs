namespace Affluence.Report.Dashboard.Origins;

/// <summary>By what the table of countries can be sorted.</summary>
public enum OriginColumn
{
    Country,
    Visitors,
    Baseline,
    Ratio,
    Contribution,
    TurnedAway,
}
