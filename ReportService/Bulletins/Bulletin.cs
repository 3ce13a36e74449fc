namespace Affluence.Report.Bulletins;

/// <summary>What can be told journalists of one snapshot.</summary>
/// <param name="Language"><c>en</c> or <c>fr</c>.</param>
/// <param name="At">The snapshot's time.</param>
/// <param name="Headline">One line.</param>
/// <param name="Paragraphs">Each a few sentences.</param>
internal sealed record Bulletin(string Language, DateTimeOffset At, string Headline, IReadOnlyList<string> Paragraphs);
