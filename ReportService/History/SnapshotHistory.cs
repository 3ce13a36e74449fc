using System.IO.Compression;
using System.Text.Json;
using Affluence.Report.Snapshots;
using Affluence.Report.Storage;
using Affluence.Report.Surges;

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
internal sealed class SnapshotHistory(ReportDatabase database, TimeProvider timeProvider)
{
    public const string Table = """
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
        """;

    private long _version;

    /// <summary>Grows with every change, so that what was worked out from the history can be known to be out of date.</summary>
    public long Version => Interlocked.Read(ref _version);

    /// <summary>Keeps a minute. A final one replaces one that is not, and is itself never replaced.</summary>
    public void Save(Snapshot snapshot, MinuteMeasure measure)
    {
        using var connection = database.Open();
        connection.Execute(
            """
            INSERT INTO snapshot (minute, written, final, method, visitors, baseline_visitors, served, refused, payload)
            VALUES ($minute, $written, $final, $method, $visitors, $baseline, $served, $refused, $payload)
            ON CONFLICT (minute) DO UPDATE SET
                written = excluded.written, final = excluded.final, method = excluded.method, visitors = excluded.visitors,
                baseline_visitors = excluded.baseline_visitors, served = excluded.served, refused = excluded.refused, payload = excluded.payload
            WHERE snapshot.final = 0
            """,
            ("$minute", measure.At),
            ("$written", timeProvider.GetUtcNow().ToUnixTimeSeconds()),
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
        using var connection = database.Open();
        using var command = connection.Command("SELECT payload FROM snapshot WHERE minute = $minute", ("$minute", Minute(at)));
        return command.ExecuteScalar() is byte[] payload ? Unpack(payload) : null;
    }

    /// <summary>The stored snapshots of [from, to) that lie a whole number of steps after <paramref name="from"/>, oldest first.</summary>
    public IEnumerable<Snapshot> Range(DateTimeOffset from, DateTimeOffset to, TimeSpan step)
    {
        using var connection = database.Open();
        using var command = connection.Command(
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
        using var connection = database.Open();
        using var command = connection.Command(
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
            measures.Add(new MinuteMeasure(reader.GetInt64(0), reader.Number(1), reader.Number(2), reader.Number(3), reader.Number(4)));
        }

        return measures;
    }

    /// <summary>The minutes of [from, to] that are stored, each with whether it is final.</summary>
    public IReadOnlyDictionary<long, bool> Stored(long from, long to)
    {
        using var connection = database.Open();
        using var command = connection.Command("SELECT minute, final FROM snapshot WHERE minute BETWEEN $from AND $to", ("$from", from), ("$to", to));
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
        var now = timeProvider.GetUtcNow();
        using var connection = database.Open();
        var removed = connection.Execute(
            "DELETE FROM snapshot WHERE written < $quarter_hours OR (written < $minutes AND minute % 15 <> 0)",
            ("$minutes", (now - minuteRetention).ToUnixTimeSeconds()),
            ("$quarter_hours", (now - quarterHourRetention).ToUnixTimeSeconds()));
        Interlocked.Increment(ref _version);
        return removed;
    }

    public static long Minute(DateTimeOffset at) => at.ToUnixTimeSeconds() / 60;

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
}
