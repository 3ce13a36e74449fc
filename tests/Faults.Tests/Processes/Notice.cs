namespace Affluence.Faults.Tests.Processes;

/// <summary>That a service writes that it met something, once, until it writes that it is over.</summary>
/// <param name="Phrase">Of the line it writes.</param>
/// <param name="Over">Of the line it writes when it is over; null: it writes each time.</param>
internal sealed record Notice(string Phrase, string? Over = null);
