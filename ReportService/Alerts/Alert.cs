using Affluence.Report.Room;
using Affluence.Report.Surges;

namespace Affluence.Report.Alerts;

/// <summary>One thing that is reported, once.</summary>
/// <param name="Id">The same for the same event wherever and however often it is worked out; receivers tell repetitions by it.</param>
/// <param name="Episode">Id of the surge, the difficulty or the opening of the waiting room.</param>
/// <param name="At">The <c>at</c> of the snapshot that shows it.</param>
/// <param name="KnownAt">The earliest moment at which it could be known.</param>
internal sealed record Alert(
    string Id, AlertSubject Subject, AlertKind Kind, string Episode, DateTimeOffset Since, DateTimeOffset? Until, DateTimeOffset At, DateTimeOffset KnownAt)
{
    /// <summary>Longest time from when it could be known to when it is reported, for it to be news.</summary>
    public static readonly TimeSpan Prompt = TimeSpan.FromMinutes(15);

    /// <summary>The step of a surge that was reached; null for what is not about one.</summary>
    public double? Step { get; init; }

    /// <summary>Smaller steps that were reached since the last alert and have none of their own.</summary>
    public IReadOnlyList<double> Covers { get; init; } = [];

    /// <summary>How it ended; null while it lasts.</summary>
    public EpisodeEnd? EndedBy { get; init; }

    public SurgePeak? Peak { get; init; }

    public DifficultyPeak? Worst { get; init; }

    /// <summary>The waiting room when it was first seen open, or last; null for what is about something else, or not known.</summary>
    public RoomFigures? Room { get; init; }

    public DateTimeOffset? DifficultSince { get; init; }

    public DateTimeOffset? DifficultUntil { get; init; }

    /// <summary>Whether it is reported well after it could be known, as of a night that was imported.</summary>
    public bool IsLate(DateTimeOffset now) => now - KnownAt > Prompt;
}
