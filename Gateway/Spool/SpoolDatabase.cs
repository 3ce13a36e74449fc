using System.Globalization;
using Affluence.Counter.V1;
using Google.Protobuf;
using Microsoft.Data.Sqlite;

namespace Affluence.Gateway.Spool;

/// <summary>
/// The SQLite database of one spool, in a file or in memory. Only what is recorded comes here: pseudonyms, countries and counts; an address or a
/// user agent only sealed, until its country is known (<see cref="HitSeal"/>).
/// </summary>
/// <remarks>
/// Parts are only added and deleted, never rewritten: at 10,000 hits a second a bucket grows to 800 KB, which a row for each bucket would
/// have to write anew five times a second. Each part is a complete record of its flush, with the bucket's totals until then.
/// <para>
/// Committed means on the platter (synchronous=FULL): a flush costs one fsync of about 2 ms, five times a second, beside the requests.
/// The lock is held for good (locking_mode=EXCLUSIVE), which spares the shared-memory file and the bus error that a full disk can make of
/// it. What is deleted is overwritten (secure_delete).
/// </para>
/// SQLite has no asynchronous access, so neither has this class. Not thread-safe.
/// </remarks>
internal sealed class SpoolDatabase : IDisposable
{
    private const int Version = 1;

    private const string Tables = """
        CREATE TABLE buckets (
            row INTEGER PRIMARY KEY,
            writer TEXT NOT NULL,
            bucket INTEGER NOT NULL,
            epoch INTEGER NOT NULL,
            through INTEGER NOT NULL,
            store TEXT,
            acknowledged_at INTEGER NOT NULL,
            dropped INTEGER NOT NULL,
            UNIQUE (writer, bucket, epoch));
        CREATE TABLE parts (
            part INTEGER PRIMARY KEY,
            row INTEGER NOT NULL REFERENCES buckets (row),
            hits INTEGER NOT NULL,
            checksum INTEGER NOT NULL,
            record BLOB NOT NULL);
        CREATE INDEX parts_by_row ON parts (row, part);
        """;

    private readonly SqliteConnection _connection;
    private readonly SealedTable _sealed;

    private SpoolDatabase(string? path)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path ?? ":memory:",
            Pooling = false,
            // Nobody else has it open: who finds it locked would wait in vain.
            DefaultTimeout = 1,
        }.ToString());
        _sealed = new SealedTable(_connection);
    }

    /// <exception cref="SqliteException">It can't be opened.</exception>
    /// <exception cref="InvalidDataException">It is damaged, or not ours.</exception>
    public static SpoolDatabase Open(string path)
    {
        var database = new SpoolDatabase(path);
        try
        {
            database.Prepare("""
                PRAGMA locking_mode = EXCLUSIVE;
                PRAGMA auto_vacuum = INCREMENTAL;
                PRAGMA journal_mode = WAL;
                PRAGMA synchronous = FULL;
                PRAGMA journal_size_limit = 4194304;
                """);
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    public static SpoolDatabase InMemory()
    {
        var database = new SpoolDatabase(null);
        database.Prepare("PRAGMA journal_mode = MEMORY;");
        return database;
    }

    /// <summary>Whether it says that the database is damaged, so that trying again is in vain.</summary>
    public static bool IsDamage(Exception exception) =>
        exception is InvalidDataException or InvalidProtocolBufferException
        || exception is SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB };

    /// <summary>All buckets, with what they owe.</summary>
    public IReadOnlyList<SpooledBucket> ReadBuckets()
    {
        // The length of a blob is in its header, so no record is read.
        using var command = Command("""
            SELECT b.row, b.writer, b.bucket, b.epoch, b.through, b.store, b.acknowledged_at, b.dropped,
                COALESCE(MAX(p.part), 0),
                COALESCE(SUM(IIF(p.part > b.through, p.hits, 0)), 0),
                COALESCE(SUM(IIF(p.part > b.through, LENGTH(p.record) + $overhead, 0)), 0),
                COALESCE(SUM(IIF(p.part <= b.through, LENGTH(p.record) + $overhead, 0)), 0)
            FROM buckets b LEFT JOIN parts p ON p.row = b.row
            GROUP BY b.row
            """, ("$overhead", SpoolPart.Overhead));
        using var reader = command.ExecuteReader();
        var buckets = new List<SpooledBucket>();
        while (reader.Read())
        {
            var key = new BatchKey(reader.GetString(1), Bucket.FromNumber(reader.GetInt64(2)), checked((uint)reader.GetInt64(3)));
            var bucket = new SpooledBucket(key, reader.GetInt64(0));
            bucket.Restore(
                last: reader.GetInt64(8),
                through: reader.GetInt64(4),
                hits: reader.GetInt64(9),
                owedBytes: reader.GetInt64(10),
                keptBytes: reader.GetInt64(11),
                storeId: reader.IsDBNull(5) ? null : reader.GetString(5),
                acknowledgedAt: DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(6)),
                droppedHits: reader.GetInt64(7));
            buckets.Add(bucket);
        }

        return buckets;
    }

    /// <summary>The parts of a bucket after one of them, merged, and the hits they account for.</summary>
    /// <exception cref="InvalidDataException">A part is damaged.</exception>
    public (Batch Batch, long Hits) Read(SpooledBucket bucket, long after)
    {
        var batch = new Batch(bucket.Key, bucket.Origin) { DroppedHits = bucket.DroppedHits };
        var hits = 0L;
        foreach (var link in bucket.Links)
        {
            batch.Link(link);
        }

        using var command = Command(
            "SELECT part, hits, checksum, record FROM parts WHERE row = $row AND part > $after ORDER BY part", ("$row", bucket.Row), ("$after", after));
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var record = reader.GetFieldValue<byte[]>(3);
            if (SpoolPart.ChecksumOf(record) != reader.GetInt64(2))
            {
                throw new InvalidDataException($"part {reader.GetInt64(0)} is not what was written");
            }

            batch.Absorb(RecordRequests.Read(RecordRequest.Parser.ParseFrom(record)));
            hits += reader.GetInt64(0) > bucket.Through ? reader.GetInt64(1) : 0;
        }

        return (batch, hits);
    }

    /// <summary>The rows of sealed hits, and how many hits are in each.</summary>
    public IReadOnlyDictionary<long, int> ReadSealedRows() => _sealed.ReadRows();

    /// <exception cref="InvalidDataException">There is no such row.</exception>
    public SealedHits ReadSealed(long row) => _sealed.Read(row);

    /// <summary>Writes sealed hits, all or none.</summary>
    public void WriteSealed(IReadOnlyCollection<(long Row, SealedHits Hits)> rows)
    {
        using var transaction = _connection.BeginTransaction(deferred: false);
        foreach (var (row, hits) in rows)
        {
            _sealed.Add(row, hits);
        }

        transaction.Commit();
    }

    /// <summary>
    /// Writes changes, all or nothing: deletions first, for a bucket may be deleted and come again. Sealed hits go with the batches that they became.
    /// </summary>
    public void Write(
        IReadOnlyCollection<long> removedRows, IReadOnlyCollection<long> removedSealed, IReadOnlyCollection<SpooledBucket> changed, IReadOnlyCollection<SpoolPart> parts)
    {
        using var transaction = _connection.BeginTransaction(deferred: false);
        foreach (var row in removedSealed)
        {
            _sealed.Remove(row);
        }

        foreach (var row in removedRows)
        {
            Execute("DELETE FROM parts WHERE row = $row", ("$row", row));
            Execute("DELETE FROM buckets WHERE row = $row", ("$row", row));
        }

        foreach (var bucket in changed)
        {
            if (bucket.DiscardThrough > 0)
            {
                Execute("DELETE FROM parts WHERE row = $row AND part <= $through", ("$row", bucket.Row), ("$through", bucket.DiscardThrough));
            }

            Execute(
                """
                INSERT INTO buckets (row, writer, bucket, epoch, through, store, acknowledged_at, dropped)
                VALUES ($row, $writer, $bucket, $epoch, $through, $store, $acknowledgedAt, $dropped)
                ON CONFLICT (row) DO UPDATE SET through = $through, store = $store, acknowledged_at = $acknowledgedAt, dropped = $dropped
                """,
                ("$row", bucket.Row), ("$writer", bucket.Key.WriterId), ("$bucket", bucket.Key.Bucket.Number), ("$epoch", (long)bucket.Key.Epoch),
                ("$through", bucket.Through), ("$store", bucket.StoreId), ("$acknowledgedAt", bucket.AcknowledgedAt.ToUnixTimeMilliseconds()),
                ("$dropped", bucket.DroppedHits));
        }

        foreach (var part in parts)
        {
            Execute(
                "INSERT INTO parts (part, row, hits, checksum, record) VALUES ($part, $row, $hits, $checksum, $record)",
                ("$part", part.Number), ("$row", part.Bucket.Row), ("$hits", part.Hits), ("$checksum", part.Checksum), ("$record", part.Record));
        }

        transaction.Commit();
    }

    /// <summary>Gives the disk back what deletions freed, as far as the next minutes will not need it, and empties the log.</summary>
    public void Tidy()
    {
        const int SpareBytes = 16 << 20;
        if (Number("PRAGMA freelist_count") * Number("PRAGMA page_size") is > SpareBytes and var free)
        {
            // Frees one page for each row that is read.
            using var vacuum = Command(string.Create(
                CultureInfo.InvariantCulture, $"PRAGMA incremental_vacuum({(free - SpareBytes) / Number("PRAGMA page_size")})"));
            using var reader = vacuum.ExecuteReader();
            while (reader.Read())
            {
            }
        }

        Execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    public void Dispose() => _connection.Dispose();

    private void Prepare(string settings)
    {
        _connection.Open();
        Execute(settings + "PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY; PRAGMA foreign_keys = OFF;");
        using var transaction = _connection.BeginTransaction(deferred: false);
        switch (Number("PRAGMA user_version"))
        {
            case 0 when Number("SELECT COUNT(*) FROM sqlite_schema") == 0:
                Execute(Tables);
                Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {Version}"));
                break;
            case Version:
                using (var check = Command("PRAGMA quick_check(1)"))
                {
                    if (check.ExecuteScalar() is not "ok")
                    {
                        throw new InvalidDataException("the database is damaged");
                    }
                }

                break;
            case var other:
                throw new InvalidDataException($"the database is of version {other}, and this gateway knows {Version}");
        }

        _sealed.Make();
        transaction.Commit();
    }

    private long Number(string sql)
    {
        using var command = Command(sql);
        return (long)command.ExecuteScalar()!;
    }

    private void Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = Command(sql, parameters);
        command.ExecuteNonQuery();
    }

    private SqliteCommand Command(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return command;
    }
}
