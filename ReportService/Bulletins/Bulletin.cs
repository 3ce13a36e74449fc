namespace Affluence.Report.Bulletins;

/// <summary>A statement that was issued. It never changes; a correction is another bulletin that supersedes it.</summary>
/// <param name="Number">1, 2, 3 … in the order of issue, with none left out.</param>
/// <param name="At">The whole minute it tells of, with the site's civil offset.</param>
/// <param name="Revision">Of the snapshot it was written from.</param>
/// <param name="IssuedAt">To the second, with the site's civil offset.</param>
/// <param name="Final">The snapshot it was written from was final.</param>
/// <param name="Supersedes">The bulletin of the same minute it replaces.</param>
/// <param name="SupersededBy">The bulletin by which it was replaced: the one thing that is learnt later.</param>
/// <param name="Attribution">What the licence of the country data asked to show; null: nothing, or it was not known.</param>
internal sealed record Bulletin(
    long Number,
    DateTimeOffset At,
    int Revision,
    DateTimeOffset IssuedAt,
    bool Final,
    long? Supersedes,
    long? SupersededBy,
    string? Attribution,
    IssuedText English,
    IssuedText French)
{
    /// <param name="language"><c>en</c> or <c>fr</c>.</param>
    public IssuedText In(string language) => language == French.Language ? French : English;

    public bool SaysTheSameAs(BilingualStatement statement) =>
        English.Statement.SaysTheSameAs(statement.English) && French.Statement.SaysTheSameAs(statement.French);
}
