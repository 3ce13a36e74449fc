using Affluence.Report.CivilTime;
using Affluence.Report.History;
using Affluence.Report.Room;
using Affluence.Report.Snapshots;
using Affluence.Report.Surges;
using NodaTime;

namespace Affluence.ReportService.Tests.Fakes;

/// <summary>Puts minutes on record that are written as text, one character a minute.</summary>
internal static class StoredMinutes
{
    public static SiteCalendar Calendar { get; } = new(DateTimeZoneProviders.Tzdb["America/Toronto"], TimeZoneRules.Bundled.Version);

    /// <summary>
    /// A digit is visitors in thousands over a baseline of 1,000; '.' is a minute that is not on record, '?' one on record without figures.
    /// </summary>
    /// <param name="at">The <c>at</c> of the first minute.</param>
    /// <param name="refused">Page views refused of a hundred, minute by minute as digits; none when it is shorter.</param>
    public static void Save(SnapshotHistory history, DateTimeOffset at, string minutes, string refused = "")
    {
        foreach (var (index, minute) in minutes.Index().Where(one => one.Item != '.'))
        {
            long? visitors = minute == '?' ? null : (minute - '0') * 1000;
            long lost = index < refused.Length ? refused[index] - '0' : 0;
            Save(history, at.AddMinutes(index), visitors, visitors is null ? null : 1000, visitors is null ? null : 100 - lost, visitors is null ? null : lost);
        }
    }

    public static void Save(SnapshotHistory history, DateTimeOffset at, long? visitors, long? baseline, long? served, long? refused) =>
        Save(history, at, visitors, baseline, served, refused, RoomFigures.Closed);

    /// <summary>A minute like the one a week earlier.</summary>
    /// <param name="room">Null: not known.</param>
    public static void Save(SnapshotHistory history, DateTimeOffset at, RoomFigures? room) => Save(history, at, 1000, 1000, 100, 0, room);

    private static void Save(SnapshotHistory history, DateTimeOffset at, long? visitors, long? baseline, long? served, long? refused, RoomFigures? room) =>
        history.Save(
            new Snapshot
            {
                Room = room,
                At = Calendar.Localize(at),
                Window = TimeSpan.FromMinutes(5),
                Visitors = visitors,
                Method = Snapshot.CurrentMethod,
                Final = false,
                Baseline = new Baseline(Calendar.WeeksBefore(at, 1).At, baseline, null, null),
                Surge = SurgeState.Unknown,
                Countries = [],
                TurnedAway = visitors / 100,
                Quality = new Quality(TimeSpan.FromSeconds(20), 1, 0, null, at.AddSeconds(20)),
                Unavailable = new Dictionary<string, string>(),
            },
            new MinuteMeasure(SnapshotHistory.Minute(at), visitors, baseline, served, refused));
}
