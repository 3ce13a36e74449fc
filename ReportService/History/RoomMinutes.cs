using Affluence.Report.Room;
using Affluence.Report.Storage;
using Microsoft.Data.Sqlite;

namespace Affluence.Report.History;

/// <summary>
/// Whether the waiting room was open at the end of each minute of which that is known, so that its openings are found without reading snapshots.
/// <code>
/// room_minute
///   minute        end of the window, minutes since 1970 (event time); primary key
///   open_since    Unix seconds; null: it was closed
/// </code>
/// </summary>
internal static class RoomMinutes
{
    public const string Table = """
        CREATE TABLE room_minute (minute INTEGER PRIMARY KEY, open_since INTEGER) STRICT;
        """;

    /// <param name="room">Null: not known.</param>
    public static void Put(SqliteConnection connection, long minute, RoomFigures? room)
    {
        if (room is null)
        {
            connection.Execute("DELETE FROM room_minute WHERE minute = $minute", ("$minute", minute));
            return;
        }

        connection.Execute(
            "INSERT INTO room_minute (minute, open_since) VALUES ($minute, $since) ON CONFLICT (minute) DO UPDATE SET open_since = excluded.open_since",
            ("$minute", minute),
            ("$since", room.OpenSince?.ToUnixTimeSeconds()));
    }

    /// <summary>Openings that a minute since one shows, oldest first.</summary>
    public static IReadOnlyList<RoomOpening> Openings(SqliteConnection connection, long from)
    {
        using var command = connection.Command("SELECT minute, open_since FROM room_minute WHERE minute >= $from ORDER BY minute", ("$from", from));
        using var reader = command.ExecuteReader();
        var openings = new List<RoomOpening>();
        long? open = null;
        while (reader.Read())
        {
            var (at, since) = (DateTimeOffset.FromUnixTimeSeconds(reader.GetInt64(0) * 60), reader.Number(1));
            if (open is not null)
            {
                openings[^1] = since == open ? openings[^1] with { LastSeen = at } : openings[^1] with { ClosedBy = at };
            }

            if (since is { } opened && since != open)
            {
                openings.Add(new RoomOpening(DateTimeOffset.FromUnixTimeSeconds(opened), FirstSeen: at, LastSeen: at, ClosedBy: null));
            }

            open = since;
        }

        return openings;
    }

    public static void Prune(SqliteConnection connection) =>
        connection.Execute("DELETE FROM room_minute WHERE minute NOT IN (SELECT minute FROM measure)");
}
