using Microsoft.Data.Sqlite;

namespace Affluence.Gateway.Spool;

/// <summary>The table of sealed hits in a spool's database. A file without it was made by a gateway that sealed none.</summary>
internal sealed class SealedTable(SqliteConnection connection)
{
    public void Make() => Execute("""
        CREATE TABLE IF NOT EXISTS sealed (
            row INTEGER PRIMARY KEY,
            bucket INTEGER NOT NULL,
            epoch INTEGER NOT NULL,
            hits INTEGER NOT NULL,
            content BLOB NOT NULL)
        """);

    /// <summary>Every row, and how many hits are in it.</summary>
    public IReadOnlyDictionary<long, int> ReadRows()
    {
        using var command = Command("SELECT row, hits FROM sealed");
        using var reader = command.ExecuteReader();
        var rows = new Dictionary<long, int>();
        while (reader.Read())
        {
            rows.Add(reader.GetInt64(0), checked((int)reader.GetInt64(1)));
        }

        return rows;
    }

    /// <exception cref="InvalidDataException">There is no such row.</exception>
    public SealedHits Read(long row)
    {
        using var command = Command("SELECT bucket, epoch, hits, content FROM sealed WHERE row = $row", ("$row", row));
        using var reader = command.ExecuteReader();
        return reader.Read()
            ? new SealedHits(
                Bucket.FromNumber(reader.GetInt64(0)), checked((uint)reader.GetInt64(1)), checked((int)reader.GetInt64(2)), reader.GetFieldValue<byte[]>(3))
            : throw new InvalidDataException($"sealed row {row} is missing");
    }

    public void Add(long row, SealedHits hits) => Execute(
        "INSERT INTO sealed (row, bucket, epoch, hits, content) VALUES ($row, $bucket, $epoch, $hits, $content)",
        ("$row", row), ("$bucket", hits.Bucket.Number), ("$epoch", (long)hits.Epoch), ("$hits", (long)hits.Hits), ("$content", hits.Content));

    public void Remove(long row) => Execute("DELETE FROM sealed WHERE row = $row", ("$row", row));

    private void Execute(string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = Command(sql, parameters);
        command.ExecuteNonQuery();
    }

    private SqliteCommand Command(string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }
}
