using Affluence.Report.Surges;
using Google.Protobuf.WellKnownTypes;
using static Affluence.Report.Grpc.OptionalField;
using Wire = Affluence.Report.V1;

namespace Affluence.Report.Grpc;

/// <summary>Writes snapshots as messages, field by field.</summary>
internal static class SnapshotMessages
{
    public static Wire.Snapshot ToMessage(this Snapshots.Snapshot snapshot)
    {
        var message = new Wire.Snapshot
        {
            At = snapshot.At.ToTimestamp(),
            Window = snapshot.Window.ToDuration(),
            Method = snapshot.Method,
            Final = snapshot.Final,
            Revision = (uint)snapshot.Revision,
            Baseline = ToMessage(snapshot.Baseline),
            Surge = ToMessage(snapshot.Surge),
            PageViews = snapshot.PageViews is { } pageViews ? ToMessage(pageViews) : null,
            Refusals = snapshot.Refusals is { } refusals ? ToMessage(refusals) : null,
            Ledger = snapshot.Ledger is { } ledger ? ToMessage(ledger) : null,
            Room = snapshot.Room is { } room ? ToMessage(room) : null,
            Quality = ToMessage(snapshot.Quality),
        };
        message.Countries.AddRange(snapshot.Countries.Select(ToMessage));
        foreach (var (figure, reason) in snapshot.Unavailable)
        {
            message.Unavailable[figure] = reason;
        }

        // A protobuf setter of an optional number takes no null: not set is not called.
        Set(snapshot.Visitors, value => message.Visitors = (ulong)value);
        Set(snapshot.StandardError, value => message.StandardError = value);
        Set(snapshot.Networks, value => message.Networks = (ulong)value);
        Set(snapshot.NetworksStandardError, value => message.NetworksStandardError = value);
        Set(snapshot.Ratio, value => message.Ratio = value);
        Set(snapshot.TurnedAway, value => message.TurnedAway = (ulong)value);
        Set(snapshot.TurnedAwayStandardError, value => message.TurnedAwayStandardError = value);
        Set(snapshot.Bots, value => message.Bots = (ulong)value);
        Set(snapshot.Requests, value => message.Requests = (ulong)value);
        Set(snapshot.Visitors1Minute, value => message.Visitors1Minute = (ulong)value);
        Set(snapshot.Visitors30Minutes, value => message.Visitors30Minutes = (ulong)value);
        return message;
    }

    public static Wire.SnapshotRevision ToMessage(this History.SnapshotRevision revision) => new()
    {
        Revision = (uint)revision.Revision,
        RecordedAt = revision.RecordedAt.ToTimestamp(),
        Final = revision.Final,
    };

    private static Wire.Baseline ToMessage(Snapshots.Baseline baseline)
    {
        var message = new Wire.Baseline { At = baseline.At.ToTimestamp(), Note = baseline.Note ?? string.Empty };
        Set(baseline.Visitors, value => message.Visitors = (ulong)value);
        Set(baseline.Median4Weeks, value => message.Median4Weeks = value);
        message.WeeksLeftOut.AddRange(baseline.WeeksLeftOut.Select(week => week.ToTimestamp()));
        return message;
    }

    private static Wire.SurgeState ToMessage(SurgeState surge) => new()
    {
        Level = surge.Level switch
        {
            SurgeLevel.Normal => Wire.SurgeState.Types.Level.Normal,
            SurgeLevel.Surge => Wire.SurgeState.Types.Level.Surge,
            _ => Wire.SurgeState.Types.Level.Unknown,
        },
        Since = surge.Since?.ToTimestamp(),
        DifficultSince = surge.DifficultSince?.ToTimestamp(),
    };

    private static Wire.CountryShare ToMessage(Snapshots.CountryShare country)
    {
        var message = new Wire.CountryShare
        {
            Code = country.Code.ToString(),
            EnglishName = country.Name.En,
            FrenchName = country.Name.Fr,
            Visitors = (ulong)country.Visitors,
            TurnedAway = (ulong)country.TurnedAway,
        };
        Set(country.Share, value => message.Share = value);
        Set(country.Ratio, value => message.Ratio = value);
        Set(country.Contribution, value => message.Contribution = value);
        Set(country.RefusedVisitors, value => message.RefusedVisitors = (ulong)value);
        Set(country.BaselineShare?.AtMoment, value => message.BaselineShare = value);
        Set(country.BaselineShare?.Low, value => message.BaselineShareLow = value);
        Set(country.BaselineShare?.High, value => message.BaselineShareHigh = value);
        return message;
    }

    private static Wire.PageViews ToMessage(Snapshots.PageViews pageViews)
    {
        var message = new Wire.PageViews { Served = (ulong)pageViews.Served };
        foreach (var (cause, count) in pageViews.Refused)
        {
            message.Refused[cause] = (ulong)count;
        }

        Set(pageViews.FromCache, value => message.FromCache = (ulong)value);
        Set(pageViews.FromCacheStale, value => message.FromCacheStale = (ulong)value);
        return message;
    }

    private static Wire.Room ToMessage(Room.RoomFigures room) => new()
    {
        OpenSince = room.OpenSince?.ToTimestamp(),
        Joined = (ulong)room.Joined,
        Admitted = (ulong)room.Admitted,
        Waiting = (ulong)room.Waiting,
        GaveUp = (ulong)room.GaveUp,
        Waits = { room.Waits.Select(ToMessage) },
        Fairness = room.Fairness is { } fairness ? ToMessage(fairness) : null,
    };

    private static Wire.RoomFairness ToMessage(Room.RoomFairness fairness) => new()
    {
        Level = fairness.Level,
        Tested = (uint)fairness.Tested,
        NotTested = (uint)fairness.NotTested,
        Found = { fairness.Found.Select(ToMessage) },
    };

    private static Wire.RoomDifference ToMessage(Room.RoomDifference difference)
    {
        var message = new Wire.RoomDifference { CountryCode = difference.Code.ToString(), WaitedLonger = difference.WaitedLonger };
        Set(difference.MedianMinutes, value => message.MedianMinutes = (uint)value);
        Set(difference.OthersMedianMinutes, value => message.OthersMedianMinutes = (uint)value);
        return message;
    }

    private static Wire.RoomWait ToMessage(Room.RoomWait wait)
    {
        var message = new Wire.RoomWait
        {
            CameMinutesAgo = (uint)wait.CameMinutesAgo,
            Stayed = (ulong)wait.Stayed,
            MedianIsAtLeast = wait.MedianIsAtLeast,
            Minutes90IsAtLeast = wait.Minutes90IsAtLeast,
        };
        Set(wait.MedianMinutes, value => message.MedianMinutes = (uint)value);
        Set(wait.Minutes90, value => message.Minutes90 = (uint)value);
        return message;
    }

    private static Wire.Refusals ToMessage(Snapshots.Refusals refusals)
    {
        var message = new Wire.Refusals { Visitors = (ulong)refusals.Visitors, GotIn = (ulong)refusals.GotIn };
        foreach (var (cause, visitors) in refusals.ByCause ?? new Dictionary<string, Snapshots.CauseRefusals>())
        {
            message.ByCause[cause] = new Wire.CauseRefusals { Visitors = (ulong)visitors.Visitors, TurnedAway = (ulong)visitors.TurnedAway };
        }

        return message;
    }

    private static Wire.Ledger ToMessage(Snapshots.Ledger ledger)
    {
        var message = new Wire.Ledger { From = ledger.From.ToTimestamp(), To = ledger.To.ToTimestamp(), Served = (ulong)ledger.Served };
        foreach (var (cause, count) in ledger.Refused)
        {
            message.Refused[cause] = (ulong)count;
        }

        Set(ledger.Arrived, value => message.Arrived = (ulong)value);
        Set(ledger.Imbalance, value => message.Imbalance = value);
        return message;
    }

    private static Wire.Quality ToMessage(Snapshots.Quality quality)
    {
        var message = new Wire.Quality
        {
            Freshness = quality.Freshness?.ToDuration(),
            Writers = (uint)quality.Writers,
            DelayedWriters = (uint)quality.DelayedWriters,
            ComposedAt = quality.ComposedAt.ToTimestamp(),
            Stale = quality.Stale ?? string.Empty,
        };
        Set(quality.UnlocatedShare, value => message.UnlocatedShare = value);
        Set(quality.DroppedHits, value => message.DroppedHits = (ulong)value);
        Set(quality.FoldedPageViews, value => message.FoldedPageViews = (ulong)value);
        return message;
    }
}
