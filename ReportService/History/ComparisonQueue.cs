using Affluence.Report.Storage;
using Microsoft.Data.Sqlite;

namespace Affluence.Report.History;

/// <summary>
/// Which minutes on record must be compared again. It is written in the transaction that makes them so, so that a report that dies in
/// between still knows.
/// <code>
/// changed    minutes whose figures or surge changed: who is compared with them is not marked yet
/// stale      minutes that must be compared again
/// </code>
/// </summary>
internal static class ComparisonQueue
{
    public static void AddChanged(SqliteConnection connection, long minute) =>
        connection.Execute("INSERT OR IGNORE INTO changed (minute) VALUES ($minute)", ("$minute", minute));

    /// <summary>Adds every minute on record of [from, to].</summary>
    public static void AddChanged(SqliteConnection connection, long from, long to) =>
        connection.Execute("INSERT OR IGNORE INTO changed SELECT minute FROM snapshot WHERE minute BETWEEN $from AND $to", ("$from", from), ("$to", to));

    public static IReadOnlyList<long> Changed(SqliteConnection connection, int most)
    {
        using var command = connection.Command("SELECT minute FROM changed ORDER BY minute LIMIT $most", ("$most", most));
        return Minutes(command);
    }

    public static void RemoveChanged(SqliteConnection connection, long upTo) =>
        connection.Execute("DELETE FROM changed WHERE minute <= $minute", ("$minute", upTo));

    public static void AddStale(SqliteConnection connection, long minute) =>
        connection.Execute("INSERT OR IGNORE INTO stale SELECT minute FROM snapshot WHERE minute = $minute", ("$minute", minute));

    public static IReadOnlyList<long> Stale(SqliteConnection connection)
    {
        using var command = connection.Command("SELECT minute FROM stale ORDER BY minute");
        return Minutes(command);
    }

    public static void RemoveStale(SqliteConnection connection, long minute) =>
        connection.Execute("DELETE FROM stale WHERE minute = $minute", ("$minute", minute));

    public static IReadOnlyList<long> Minutes(SqliteCommand command)
    {
        using var reader = command.ExecuteReader();
        var minutes = new List<long>();
        while (reader.Read())
        {
            minutes.Add(reader.GetInt64(0));
        }

        return minutes;
    }
}
