using System.Globalization;
using System.Text.Json.Serialization;
using Affluence.Report.Languages;
using Affluence.Report.Room;
using Affluence.Report.Surges;

namespace Affluence.Report.Alerts;

/// <summary>An alert as it is sent and listed.</summary>
/// <param name="Id">The same however often it is sent: tell repetitions by it.</param>
/// <param name="SurgeId">The surge it is about or belongs to; null when it belongs to none.</param>
/// <param name="DifficultyId">The difficulty it is about; null when it is about something else.</param>
/// <param name="Since">When the surge or difficulty began, or the waiting room was opened.</param>
/// <param name="Until">When it ended; null while it lasts.</param>
/// <param name="EndedBy">Whether the ordinary was seen again or nothing more was known; null while it lasts.</param>
/// <param name="At">Time of the snapshot whose figures these are.</param>
/// <param name="Step">The multiple of the baseline that was reached; null when it is about none.</param>
/// <param name="Covers">Smaller ones reached since the last alert, which have none of their own.</param>
/// <param name="Visitors">In the 5 minutes before; null when not known, as the other figures.</param>
/// <param name="Baseline">At the same civil moment a week earlier.</param>
/// <param name="RefusedShare">Of the page views of the minute.</param>
/// <param name="DifficultSince">Of a surge: since when the site was difficult to reach; null: it was not.</param>
/// <param name="DifficultUntil">Until when it was; null while it still is.</param>
/// <param name="Peak">Of a surge: its minute with the most visitors so far.</param>
/// <param name="Worst">Of a difficulty: its minute with the largest share of refused page views so far.</param>
/// <param name="Late">It is reported well after it happened, as of a night that was imported.</param>
/// <param name="Sentences">What it says, in words.</param>
/// <param name="Snapshot">Path of the snapshot at the report.</param>
/// <param name="RoomId">The opening of the waiting room it is about; absent when it is about something else.</param>
/// <param name="Room">The waiting room when it was first seen open, or last; absent when it is about something else, or not known.</param>
internal sealed record AlertDocument(
    string Id,
    AlertKind Kind,
    string? SurgeId,
    string? DifficultyId,
    DateTimeOffset Since,
    DateTimeOffset? Until,
    EpisodeEnd? EndedBy,
    DateTimeOffset At,
    double? Step,
    IReadOnlyList<double> Covers,
    long? Visitors,
    long? Baseline,
    double? Ratio,
    double? RefusedShare,
    DateTimeOffset? DifficultSince,
    DateTimeOffset? DifficultUntil,
    SurgePeak? Peak,
    DifficultyPeak? Worst,
    bool Late,
    LocalizedText Sentences,
    string Snapshot,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? RoomId = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] RoomFigures? Room = null)
{
    /// <param name="surgeId">Of the surge that a difficulty or an opening of the waiting room belongs to, if it does.</param>
    public static AlertDocument Of(Alert alert, AlertFigures figures, string? surgeId, DateTimeOffset now)
    {
        var isSurge = alert.Subject == AlertSubject.Surge;
        var late = alert.IsLate(now);
        return new AlertDocument(
            alert.Id,
            alert.Kind,
            isSurge ? alert.Episode : surgeId,
            alert.Subject == AlertSubject.Difficulty ? alert.Episode : null,
            alert.Since,
            alert.Until,
            alert.EndedBy,
            alert.At,
            alert.Step,
            alert.Covers,
            figures.Visitors,
            figures.Baseline,
            figures.Ratio,
            figures.RefusedShare,
            alert.DifficultSince,
            alert.DifficultUntil,
            alert.Peak,
            alert.Worst,
            late,
            new LocalizedText(new AlertSentences(Typography.English).Of(alert, figures, late), new AlertSentences(Typography.French).Of(alert, figures, late)),
            $"/api/v1/snapshots/{alert.At.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture)}",
            alert.Subject == AlertSubject.Room ? alert.Episode : null,
            alert.Room);
    }
}
