using System.Globalization;
using Affluence.Report.CivilTime;
using Affluence.Report.Room;
using Affluence.Report.Surges;

namespace Affluence.Report.Alerts;

/// <summary>
/// What is to be reported of the waiting room: that it was opened, and that it was closed. A room is opened and closed on purpose, with hysteresis of
/// its own, so nothing is waited for and nothing taken back.
/// </summary>
internal static class RoomAlerts
{
    /// <param name="openings">Oldest first.</param>
    /// <param name="isReported">Whether an alert with this id is on record.</param>
    /// <param name="figuresAt">The room at the end of a stored minute.</param>
    public static IEnumerable<Alert> Due(
        IEnumerable<RoomOpening> openings, Predicate<string> isReported, Func<DateTimeOffset, RoomFigures?> figuresAt, SiteCalendar calendar) =>
        from opening in openings
        let local = new RoomOpening(
            calendar.Localize(opening.Since),
            calendar.Localize(opening.FirstSeen),
            calendar.Localize(opening.LastSeen),
            opening.ClosedBy is { } closed ? calendar.Localize(closed) : null)
        from alert in Of(local)
        where !isReported(alert.Id)
        select alert with { Room = figuresAt(alert.Kind == AlertKind.RoomOpened ? local.FirstSeen : local.LastSeen) };

    private static IEnumerable<Alert> Of(RoomOpening opening)
    {
        var episode = $"room-{opening.Since.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}";
        yield return new Alert(
            $"{episode}-opened", AlertSubject.Room, AlertKind.RoomOpened, episode, opening.Since, Until: null, opening.FirstSeen, KnownAt: opening.FirstSeen);
        if (opening.ClosedBy is { } closed)
        {
            yield return new Alert($"{episode}-closed", AlertSubject.Room, AlertKind.RoomClosed, episode, opening.Since, closed, closed, KnownAt: closed)
            {
                EndedBy = EpisodeEnd.Ordinary,
            };
        }
    }
}
