using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Affluence.Report.Storage;

/// <summary>
/// The tables, as the steps by which they came to be. SQLite's <c>user_version</c> tells how many of them a file has seen. A step that
/// was released is never changed: a new one is put after it.
/// </summary>
internal static class Schema
{
    private static readonly string[] Steps =
    [
        History.HistoryTables.Snapshots,
        History.HistoryTables.Revisions,
        Bulletins.BulletinRegister.Table,
        Annotations.AnnotationStore.Tables,
        Alerts.AlertStore.Tables,
        Alerts.AlertStore.Queues,
        Alerts.AlertStore.Refusals,
        History.RoomMinutes.Table,
    ];

    /// <summary>Brings a file, new or old, up to date; all or nothing.</summary>
    /// <exception cref="IOException">A later version of the report has written it.</exception>
    public static void Upgrade(SqliteConnection connection)
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        var version = (long)connection.Command("PRAGMA user_version").ExecuteScalar()!;
        if (version > Steps.Length)
        {
            throw new IOException($"the file is of version {version}, and this report knows {Steps.Length} at most.");
        }

        foreach (var step in Steps.Skip((int)version))
        {
            connection.Execute(step);
        }

        connection.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {Steps.Length}"));
        transaction.Commit();
    }
}
