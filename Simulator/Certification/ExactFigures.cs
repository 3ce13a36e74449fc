namespace Affluence.Simulator.Certification;

/// <summary>The figures of one window of 5 minutes, as the logs have them.</summary>
/// <param name="At">End of the window, exclusive.</param>
internal sealed record ExactFigures(DateTimeOffset At, long Visitors, long TurnedAway, long ServedPageViews, long RefusedPageViews);
