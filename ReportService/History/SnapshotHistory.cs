using System.IO.Compression;
using System.Text.Json;
using Affluence.Report.Snapshots;
using Affluence.Report.Surges;
using Affluence.ServiceDefaults;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Affluence.Report.History;

/// <summary>
/// The snapshots of whole minutes, kept in one SQLite file.
/// <code>
/// snapshot
///   minute             end of the window, minutes since 1970 (event time); primary key
///   written            when the row was last written, Unix seconds (arrival): what retention counts from
///   final              1: the row is never changed again
///   method             version of the method that made the figures
///   visitors, baseline_visitors, served, refused    for the surge detector; served and refused are of one minute; null: not known
///   payload            the snapshot as JSON, compressed with Brotli
/// </code>
/// </summary>
/// <remarks>SQLite has no asynchronous access, so neither has this class: every call is one short statement on a local file.</remarks>
internal sealed class SnapshotHistory : IDisposable
{
    private readonly string _connectionString;
    private readonly TimeProvider _timeProvider;
    private long _version;

    public SnapshotHistory(IOptions<ReportOptions> options, IHostEnvironment environment, TimeProvider timeProvider)
    {
        _timeProvider = timeProvider;
        var directory = Path.Combine(environment.ContentRootPath, options.Value.DataDirectory);
        _connectionString = new SqliteConnectionStringBuilder { DataSource = Path.Combine(directory, "snapshots.db"), DefaultTimeout = 5 }.ToString();
        try
        {
            Directory.CreateDirectory(directory);
            CreateTable();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or SqliteException)
        {
            throw new InvalidSettingException(
                $"{ReportOptions.Section}:{nameof(ReportOptions.DataDirectory)} is '{directory}', where no history can be kept: {exception.Message}", exception);
        }
    }

    /// <summary>Grows with every change, so that what was worked out from the history can be known to be out of date.</summary>
    public long Version => Interlocked.Read(ref _version);

    /// <summary>Keeps a minute. A final one replaces one that is not, and is itself never replaced.</summary>
    public void Save(Snapshot snapshot, MinuteMeasure measure)
    {
        using var connection = Open();
        Execute(
            connection,
            """
            INSERT INTO snapshot (minute, written, final, method, visitors, baseline_visitors, served, refused, payload)
            VALUES ($minute, $written, $final, $method, $visitors, $baseline, $served, $refused, $payload)
            ON CONFLICT (minute) DO UPDATE SET
                written = excluded.written, final = excluded.final, method = excluded.method, visitors = excluded.visitors,
                baseline_visitors = excluded.baseline_visitors, served = excluded.served, refused = excluded.refused, payload = excluded.payload
            WHERE snapshot.final = 0
            """,
            ("$minute", measure.At),
            ("$written", _timeProvider.GetUtcNow().ToUnixTimeSeconds()),
            ("$final", snapshot.Final ? 1 : 0),
            ("$method", snapshot.Method),
            ("$visitors", measure.Visitors),
            ("$baseline", measure.BaselineVisitors),
            ("$served", measure.ServedPageViews),
            ("$refused", measure.RefusedPageViews),
            ("$payload", Pack(snapshot)));
        Interlocked.Increment(ref _version);
    }

    public Snapshot? Find(DateTimeOffset at)
    {
        using var connection = Open();
        using var command = Command(connection, "SELECT payload FROM snapshot WHERE minute = $minute", ("$minute", Minute(at)));
        return command.ExecuteScalar() is byte[] payload ? Unpack(payload) : null;
    }

    /// <summary>The stored snapshots of [from, to) that lie a whole number of steps after <paramref name="from"/>, oldest first.</summary>
    public IEnumerable<Snapshot> Range(DateTimeOffset from, DateTimeOffset to, TimeSpan step)
    {
        using var connection = Open();
        using var command = Command(
            connection,
            "SELECT payload FROM snapshot WHERE minute >= $from AND minute < $to AND (minute - $from) % $step = 0 ORDER BY minute",
            ("$from", Minute(from)),
            ("$to", Minute(to)),
            ("$step", (long)step.TotalMinutes));
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return Unpack(reader.GetFieldValue<byte[]>(0));
        }
    }

    /// <summary>The measures of the minutes of [from, to] made by a method, oldest first.</summary>
    public IReadOnlyList<MinuteMeasure> Measures(long from, long to, string method)
    {
        using var connection = Open();
        using var command = Command(
            connection,
            """
            SELECT minute, visitors, baseline_visitors, served, refused FROM snapshot
            WHERE minute BETWEEN $from AND $to AND method = $method ORDER BY minute
            """,
            ("$from", from),
            ("$to", to),
            ("$method", method));
        using var reader = command.ExecuteReader();
        var measures = new List<MinuteMeasure>();
        while (reader.Read())
        {
            measures.Add(new MinuteMeasure(reader.GetInt64(0), Number(reader, 1), Number(reader, 2), Number(reader, 3), Number(reader, 4)));
        }

        return measures;
    }

    /// <summary>The minutes of [from, to] that are stored, each with whether it is final.</summary>
    public IReadOnlyDictionary<long, bool> Stored(long from, long to)
    {
        using var connection = Open();
        using var command = Command(connection, "SELECT minute, final FROM snapshot WHERE minute BETWEEN $from AND $to", ("$from", from), ("$to", to));
        using var reader = command.ExecuteReader();
        var stored = new Dictionary<long, bool>();
        while (reader.Read())
        {
            stored.Add(reader.GetInt64(0), reader.GetBoolean(1));
        }

        return stored;
    }

    /// <summary>Removes what was written too long ago. Quarter hours outlive the other minutes.</summary>
    /// <returns>How many were removed.</returns>
    public int Prune(TimeSpan minuteRetention, TimeSpan quarterHourRetention)
    {
        var now = _timeProvider.GetUtcNow();
        using var connection = Open();
        var removed = Execute(
            connection,
            "DELETE FROM snapshot WHERE written < $quarter_hours OR (written < $minutes AND minute % 15 <> 0)",
            ("$minutes", (now - minuteRetention).ToUnixTimeSeconds()),
            ("$quarter_hours", (now - quarterHourRetention).ToUnixTimeSeconds()));
        Interlocked.Increment(ref _version);
        return removed;
    }

    /// <exception cref="SqliteException">The file can't be written.</exception>
    public void CheckWritable()
    {
        using var connection = Open();
        Execute(connection, "BEGIN IMMEDIATE; ROLLBACK;");
    }

    /// <summary>Closes the pooled connections, which hold the file open.</summary>
    public void Dispose()
    {
        using var connection = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(connection);
    }

    public static long Minute(DateTimeOffset at) => at.ToUnixTimeSeconds() / 60;

    private void CreateTable()
    {
        using var connection = Open();
        Execute(connection, """
            PRAGMA journal_mode = WAL;
            CREATE TABLE IF NOT EXISTS snapshot (
                minute INTEGER PRIMARY KEY,
                written INTEGER NOT NULL,
                final INTEGER NOT NULL,
                method TEXT NOT NULL,
                visitors INTEGER,
                baseline_visitors INTEGER,
                served INTEGER,
                refused INTEGER,
                payload BLOB NOT NULL
            ) STRICT;
            CREATE INDEX IF NOT EXISTS snapshot_written ON snapshot (written);
            """);
    }

    private static long? Number(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column);

    private static byte[] Pack(Snapshot snapshot)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest))
        {
            JsonSerializer.Serialize(brotli, snapshot, SnapshotJson.Options);
        }

        return packed.ToArray();
    }

    private static Snapshot Unpack(byte[] payload)
    {
        using var brotli = new BrotliStream(new MemoryStream(payload), CompressionMode.Decompress);
        return JsonSerializer.Deserialize<Snapshot>(brotli, SnapshotJson.Options) ?? throw new InvalidDataException("A stored snapshot is empty.");
    }

    private static int Execute(SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = Command(connection, sql, parameters);
        return command.ExecuteNonQuery();
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return command;
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(_connectionString);
        connection.Open();
        return connection;
    }
}
