using System.Globalization;
using Affluence.Report.History;
using Affluence.Report.Snapshots;
using Wire = Affluence.Report.V1;

namespace Affluence.Report.Grpc;

/// <summary>
/// Cuts a range into pages that a client takes: gRPC's libraries refuse messages of more than 4 MB unless told otherwise, and a snapshot of
/// a night has 20 KB. The token is the number of the page's first minute.
/// </summary>
internal static class SnapshotPages
{
    private const int MostBytes = 3_000_000;

    /// <summary>The first minute of the page that a token names; null: it names none of this range.</summary>
    public static DateTimeOffset? Start(string token, MinuteRange range)
    {
        if (token.Length == 0)
        {
            return range.From;
        }

        if (!long.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var minute)
            || minute < SnapshotHistory.Minute(range.From) || minute >= SnapshotHistory.Minute(range.To))
        {
            return null;
        }

        var start = DateTimeOffset.FromUnixTimeSeconds(minute * 60);
        return (start - range.From).Ticks % range.Step.Ticks == 0 ? start : null;
    }

    public static Wire.ListSnapshotsResponse Read(SnapshotHistory history, MinuteRange range, DateTimeOffset start)
    {
        var page = new Wire.ListSnapshotsResponse();
        var bytes = 0;
        foreach (var snapshot in history.Range(start, range.To, range.Step))
        {
            var message = snapshot.ToMessage();
            bytes += message.CalculateSize();
            if (bytes > MostBytes && page.Snapshots.Count > 0)
            {
                page.NextPageToken = SnapshotHistory.Minute(snapshot.At).ToString(CultureInfo.InvariantCulture);
                break;
            }

            page.Snapshots.Add(message);
        }

        return page;
    }
}
