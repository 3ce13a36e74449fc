namespace Affluence.Report.Api;

/// <summary>A bulletin as JSON.</summary>
/// <param name="Text">The paragraphs, with an empty line between them.</param>
/// <param name="Final">The snapshot it tells of can no longer change.</param>
/// <param name="Stale">Why the figures are older than they should be; null: they are not.</param>
internal sealed record BulletinDocument(
    string Lang, DateTimeOffset At, string Headline, string Text, IReadOnlyList<string> Paragraphs, bool Final, string? Stale);
