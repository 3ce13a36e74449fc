using Affluence.Report.Languages;

namespace Affluence.Report.Annotations;

/// <summary>What an operator noted of a moment, for example that the networks called the election.</summary>
/// <param name="At">When it happened, with the site's civil offset.</param>
/// <param name="Until">When it was over; null: it was a moment.</param>
/// <param name="CreatedAt">When it was noted.</param>
/// <param name="WithdrawnAt">When it was taken back; null: it stands.</param>
internal sealed record Annotation(
    string Id, DateTimeOffset At, DateTimeOffset? Until, LocalizedText Text, DateTimeOffset CreatedAt, DateTimeOffset? WithdrawnAt)
{
    /// <summary>Whether it happened, at least in part, from one moment to another, both included.</summary>
    public bool Touches(DateTimeOffset from, DateTimeOffset to) => At <= to && (Until ?? At) >= from;
}
