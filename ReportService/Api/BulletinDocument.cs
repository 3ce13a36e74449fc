namespace Affluence.Report.Api;

/// <summary>A bulletin, or the draft of one, in one language.</summary>
/// <param name="Lang">en or fr.</param>
/// <param name="Number">1, 2, 3 … in the order of issue. Null: it is a draft.</param>
/// <param name="At">The moment it tells of.</param>
/// <param name="IssuedAt">Null: it is a draft.</param>
/// <param name="Headline">One line.</param>
/// <param name="Text">The whole text, to the byte as format=text gives it.</param>
/// <param name="Paragraphs">The statement without headline and imprint.</param>
/// <param name="Final">The snapshot it was written from was final.</param>
/// <param name="Stale">Why the figures are older than they should be; null: they are not.</param>
/// <param name="ContentHash">sha256: and, in hexadecimal, the SHA-256 of the UTF-8 bytes of Text. Null: it is a draft.</param>
/// <param name="Permalink">Path at which this bulletin stays in this language. Null: it is a draft.</param>
/// <param name="Supersedes">Number of the bulletin that it replaces.</param>
/// <param name="SupersededBy">Number of the bulletin by which it was replaced.</param>
/// <param name="Snapshot">What it was written from.</param>
/// <param name="Reason">Why it has no number, and how to have one issued. Null: it has one.</param>
internal sealed record BulletinDocument(
    string Lang,
    long? Number,
    DateTimeOffset At,
    DateTimeOffset? IssuedAt,
    string Headline,
    string Text,
    IReadOnlyList<string> Paragraphs,
    bool Final,
    string? Stale,
    string? ContentHash,
    string? Permalink,
    long? Supersedes,
    long? SupersededBy,
    SnapshotReference Snapshot,
    string? Reason);

/// <summary>The snapshot that a bulletin was written from.</summary>
internal sealed record SnapshotReference(DateTimeOffset At, int Revision);
