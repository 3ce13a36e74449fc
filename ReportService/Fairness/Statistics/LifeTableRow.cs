namespace Affluence.Report.Fairness.Statistics;

/// <param name="Time">Since each began, in whole units.</param>
/// <param name="AtRisk">To how many it could come to pass then.</param>
/// <param name="Events">To how many it did; not more than <paramref name="AtRisk"/>.</param>
internal readonly record struct LifeTableRow(int Time, double AtRisk, double Events);
