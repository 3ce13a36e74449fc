using System.Globalization;
using System.Security.Cryptography;
using Affluence.Standalone;
using Affluence.Testing.Stores;
using Affluence.Tests.Searches;
using Microsoft.Data.Sqlite;

namespace Affluence.Tests.Reads;

/// <summary>Everything that a system keeps and that requests can change, by its place: rows, keys, files, and what operators have set.</summary>
internal static class Kept
{
    /// <summary>Read by its rows: beside it lie SQLite's own files, which change by reading too.</summary>
    public const string ReportDatabase = "snapshots.db";

    private static readonly string[] Set = ["knobs", "waiting-room", "cache"];

    /// <param name="client">It sends an operator's token.</param>
    public static async Task<SortedDictionary<string, string>> ReadAsync(StandaloneSystem system, StoreServer store, string folder, HttpClient client)
    {
        var kept = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var (place, name) = (Path.GetRelativePath(folder, path), Path.GetFileName(path));
            if (name == ReportDatabase)
            {
                ReadTables(kept, place, path);
            }
            else if (!name.StartsWith(ReportDatabase, StringComparison.Ordinal) && !name.EndsWith(".lock", StringComparison.Ordinal))
            {
                // Shared, for the gateway holds its spool open, and lets nobody else ask it.
                await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                kept[place] = Convert.ToHexString(await SHA256.HashDataAsync(file));
            }
        }

        foreach (var (key, values) in await StoreContents.ReadAsync(store))
        {
            kept[$"store, {key}"] = string.Join(' ', values.Select(value => Convert.ToHexString((byte[])value!)).Order(StringComparer.Ordinal));
        }

        foreach (var name in Set)
        {
            kept[name] = await client.GetStringAsync(new Uri(name == "knobs" ? system.Site.Management : system.Gateway.Management, $"/{name}"));
        }

        return kept;
    }

    /// <summary>What is there in one and not, or otherwise, in the other.</summary>
    public static IReadOnlyList<string> Differences(SortedDictionary<string, string> before, SortedDictionary<string, string> after) =>
    [
        .. before.Keys.Union(after.Keys)
            .Select(place => (Place: place, Before: before.GetValueOrDefault(place, "nothing"), After: after.GetValueOrDefault(place, "nothing")))
            .Where(one => one.Before != one.After)
            .Select(one => $"{one.Place}: {one.Before} became {one.After}"),
    ];

    /// <summary>How many minutes the report has on record; none while some are still to be composed anew.</summary>
    public static int RecordedMinutes(string path)
    {
        using var connection = Open(path);
        using var command = connection.CreateCommand();
        command.CommandText =
            "SELECT (SELECT COUNT(*) FROM snapshot) * ((SELECT COUNT(*) FROM changed) + (SELECT COUNT(*) FROM stale) = 0)";
        return (int)(long)command.ExecuteScalar()!;
    }

    private static void ReadTables(SortedDictionary<string, string> kept, string file, string path)
    {
        using var connection = Open(path);
        foreach (var table in Rows(connection, "SELECT name FROM sqlite_master WHERE type = 'table'"))
        {
            // Of what the library chose from its own catalog.
#pragma warning disable CA2100
            kept[$"{file}, {table}"] = string.Join('\n', Rows(connection, $"SELECT * FROM \"{table}\""));
#pragma warning restore CA2100
        }
    }

    private static SqliteConnection Open(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    private static List<string> Rows(SqliteConnection connection, string query)
    {
        var rows = new List<string>();
        using var command = connection.CreateCommand();
        command.CommandText = query;
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var values = Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue);
            rows.Add(string.Join('|', values.Select(value => value is byte[] bytes ? Convert.ToHexString(bytes) : Convert.ToString(value, CultureInfo.InvariantCulture))));
        }

        return rows;
    }
}
