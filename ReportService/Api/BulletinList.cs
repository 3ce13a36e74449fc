using Affluence.Report.Languages;

namespace Affluence.Report.Api;

/// <summary>Bulletins that were issued, the last first.</summary>
/// <param name="More">Whether there are more of them than were asked for.</param>
/// <param name="Next">Path of those before them; null: there are none.</param>
internal sealed record BulletinList(IReadOnlyList<BulletinEntry> Bulletins, bool More, string? Next);

/// <summary>One bulletin, without its text.</summary>
/// <param name="Final">The snapshot it was written from was final.</param>
/// <param name="ContentHash">Of the text in each language.</param>
/// <param name="Permalink">Of the text in each language.</param>
internal sealed record BulletinEntry(
    long Number,
    DateTimeOffset At,
    DateTimeOffset IssuedAt,
    LocalizedText Headline,
    bool Final,
    LocalizedText ContentHash,
    LocalizedText Permalink,
    long? Supersedes,
    long? SupersededBy,
    SnapshotReference Snapshot);
