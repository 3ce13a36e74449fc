namespace Affluence.Report.Bulletins;

/// <summary>The median of the same moment over four weeks, where it tells another story than the week before alone.</summary>
/// <param name="Visitors">The median, to whole visitors.</param>
/// <param name="Contrast">How the present compares with it; null when there is nobody now.</param>
/// <param name="WeeksLeftOut">How many of the four weeks are not in it, since they lay in a surge.</param>
internal sealed record MedianFinding(long Visitors, Contrast? Contrast, int WeeksLeftOut);
