namespace Affluence.Simulator.Traffic;

/// <summary>One page read by one visitor.</summary>
/// <param name="At">Since the beginning of the run.</param>
/// <param name="Visitor">Which one.</param>
/// <param name="Number">How many the visitor has read before.</param>
public readonly record struct ScheduledRead(TimeSpan At, int Visitor, int Number);
