using System.IO.Compression;
using System.Text.Json;
using Affluence.Report.Room;
using Affluence.Report.Snapshots;
using Affluence.Report.Storage;
using Affluence.Report.Surges;
using Microsoft.Data.Sqlite;

namespace Affluence.Report.History;

/// <summary>
/// The snapshots of whole minutes, kept in one SQLite file.
/// <code>
/// snapshot             the newest revision of each minute
///   minute             end of the window, minutes since 1970 (event time); primary key
///   written            when the revision was written, Unix seconds (arrival): what retention counts from
///   final              1: this revision is never changed again
///   method             version of the method that made the figures
///   payload            the snapshot as JSON, compressed with Brotli
///   revision           1, 2, …
///   counted, settled, compared_with    see <see cref="Provenance"/>; counted in Unix milliseconds
/// superseded           the revisions before it, each final, never changed and kept as long as the minute
/// </code>
/// What surges are told by is in <see cref="MeasureChain"/>, openings of the waiting room in <see cref="RoomMinutes"/>, what must be compared again in <see cref="ComparisonQueue"/>.
/// </summary>
/// <remarks>One caller writes; any number read.</remarks>
internal sealed class SnapshotHistory
{
    private const int ChangedAtATime = 4096;

    private readonly ReportDatabase _database;
    private readonly TimeProvider _timeProvider;
    private long _version;

    public SnapshotHistory(ReportDatabase database, TimeProvider timeProvider)
    {
        (_database, _timeProvider) = (database, timeProvider);
        using var connection = database.Open();
        using var transaction = connection.BeginTransaction(deferred: false);
        MeasureChain.Complete(connection, Snapshot.CurrentMethod);
        transaction.Commit();
    }

    /// <summary>Grows with every change, so that what was worked out from the history can be known to be out of date.</summary>
    public long Version => Interlocked.Read(ref _version);

    /// <summary>
    /// Keeps a minute. What is not final is replaced; what is final stays, and figures that differ from it become a revision of their own,
    /// once they are final too. The snapshot's own number of revision is of no account once the minute is on record.
    /// </summary>
    /// <param name="provenance">Null: counted when it was composed, and settled if it is final.</param>
    public Saved Save(Snapshot snapshot, MinuteMeasure measure, Provenance? provenance = null)
    {
        var now = _timeProvider.GetUtcNow();
        var origin = provenance ?? new Provenance(snapshot.Quality.ComposedAt, snapshot.Final, ComparedWith: 0);
        using var connection = _database.Open();
        using var transaction = connection.BeginTransaction(deferred: false);
        var stored = FindStored(connection, measure.At);
        var outcome = Judge(stored?.Snapshot, snapshot);
        if (outcome == Saved.Unchanged)
        {
            if (stored!.Snapshot.Final == snapshot.Final)
            {
                SetProvenance(connection, measure.At, origin);
                ComparisonQueue.RemoveStale(connection, measure.At);
                transaction.Commit();
            }

            return outcome;
        }

        if (outcome == Saved.Revised)
        {
            connection.Execute(
                "INSERT INTO superseded SELECT minute, revision, written, payload FROM snapshot WHERE minute = $minute", ("$minute", measure.At));
        }

        var revision = stored is null ? snapshot.Revision : stored.Snapshot.Revision + (outcome == Saved.Revised ? 1 : 0);
        Write(connection, measure.At, snapshot with { Revision = revision }, origin, now);
        RoomMinutes.Put(connection, measure.At, snapshot.Room);
        ComparisonQueue.RemoveStale(connection, measure.At);
        if (stored is null || !SnapshotFigures.CompareAlike(stored.Snapshot, snapshot))
        {
            ComparisonQueue.AddChanged(connection, measure.At);
        }

        Follow(connection, measure, snapshot.Method, now);
        transaction.Commit();
        Interlocked.Increment(ref _version);
        return outcome;
    }

    /// <summary>Notes that a minute was counted again and its figures on record stand.</summary>
    public void Confirm(long minute, Provenance provenance)
    {
        using var connection = _database.Open();
        SetProvenance(connection, minute, provenance);
    }

    /// <summary>The newest revision.</summary>
    public Snapshot? Find(DateTimeOffset at) => FindStored(Minute(at))?.Snapshot;

    public StoredMinute? FindStored(long minute)
    {
        using var connection = _database.Open();
        return FindStored(connection, minute);
    }

    /// <summary>One revision; null when there is none of this number, or it is not final yet.</summary>
    public Snapshot? FindRevision(DateTimeOffset at, int revision)
    {
        using var connection = _database.Open();
        using var command = connection.Command(
            """
            SELECT payload FROM snapshot WHERE minute = $minute AND revision = $revision AND final = 1
            UNION ALL SELECT payload FROM superseded WHERE minute = $minute AND revision = $revision
            """,
            ("$minute", Minute(at)),
            ("$revision", revision));
        return command.ExecuteScalar() is byte[] payload ? Unpack(payload) : null;
    }

    /// <summary>All revisions, oldest first; none when the minute is not on record.</summary>
    public IReadOnlyList<SnapshotRevision> Revisions(DateTimeOffset at)
    {
        using var connection = _database.Open();
        using var command = connection.Command(
            """
            SELECT revision, written, 1 FROM superseded WHERE minute = $minute
            UNION ALL SELECT revision, written, final FROM snapshot WHERE minute = $minute ORDER BY revision
            """,
            ("$minute", Minute(at)));
        using var reader = command.ExecuteReader();
        var revisions = new List<SnapshotRevision>();
        while (reader.Read())
        {
            revisions.Add(new SnapshotRevision(reader.GetInt32(0), DateTimeOffset.FromUnixTimeSeconds(reader.GetInt64(1)), reader.GetBoolean(2)));
        }

        return revisions;
    }

    /// <summary>The stored snapshots of [from, to) that lie a whole number of steps after <paramref name="from"/>, oldest first.</summary>
    public IEnumerable<Snapshot> Range(DateTimeOffset from, DateTimeOffset to, TimeSpan step)
    {
        using var connection = _database.Open();
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
        using var connection = _database.Open();
        return MeasureChain.Read(connection, from, to, method);
    }

    /// <summary>The openings of the waiting room that a minute since one shows, oldest first.</summary>
    public IReadOnlyList<RoomOpening> RoomOpenings(DateTimeOffset from)
    {
        using var connection = _database.Open();
        return RoomMinutes.Openings(connection, Minute(from));
    }

    /// <summary>What the minutes before one have come to, of surges and difficulties.</summary>
    public SurgeFold FoldBefore(long minute, string method)
    {
        using var connection = _database.Open();
        return MeasureChain.FoldBefore(connection, minute, method);
    }

    /// <summary>The minutes of [from, to] that are on record.</summary>
    public IReadOnlyDictionary<long, MinuteStatus> Statuses(long from, long to)
    {
        using var connection = _database.Open();
        using var command = connection.Command(
            "SELECT minute, final, settled, counted FROM snapshot WHERE minute BETWEEN $from AND $to", ("$from", from), ("$to", to));
        using var reader = command.ExecuteReader();
        var statuses = new Dictionary<long, MinuteStatus>();
        while (reader.Read())
        {
            statuses.Add(
                reader.GetInt64(0),
                new MinuteStatus(reader.GetBoolean(1), reader.GetBoolean(2), DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(3))));
        }

        return statuses;
    }

    /// <summary>Minutes whose count is settled and that are not final yet, oldest first.</summary>
    public IReadOnlyList<long> Awaited()
    {
        using var connection = _database.Open();
        using var command = connection.Command("SELECT minute FROM snapshot WHERE settled = 1 AND final = 0 ORDER BY minute");
        return ComparisonQueue.Minutes(command);
    }

    /// <summary>Minutes that must be compared again, since something that they are compared with has changed; oldest first.</summary>
    public IReadOnlyList<long> Stale()
    {
        using var connection = _database.Open();
        return ComparisonQueue.Stale(connection);
    }

    /// <summary>Marks what is compared with changed minutes as stale.</summary>
    public void MarkStale(ComparisonDependents dependents)
    {
        using var connection = _database.Open();
        while (ComparisonQueue.Changed(connection, ChangedAtATime) is { Count: > 0 } changed)
        {
            using var transaction = connection.BeginTransaction(deferred: false);
            foreach (var minute in dependents.Of(changed, (from, to) => StoredBetween(connection, from, to)))
            {
                ComparisonQueue.AddStale(connection, minute);
            }

            ComparisonQueue.RemoveChanged(connection, changed[^1]);
            transaction.Commit();
        }
    }

    /// <summary>
    /// Removes what was written too long ago. Quarter hours outlive the other minutes, and the measures of all minutes live as long as
    /// they: surges of the past are found by them.
    /// </summary>
    /// <returns>How many snapshots were removed.</returns>
    public int Prune(TimeSpan minuteRetention, TimeSpan quarterHourRetention)
    {
        var now = _timeProvider.GetUtcNow();
        var quarterHours = (now - quarterHourRetention).ToUnixTimeSeconds();
        using var connection = _database.Open();
        using var transaction = connection.BeginTransaction(deferred: false);
        var removed = connection.Execute(
            "DELETE FROM snapshot WHERE written < $quarter_hours OR (written < $minutes AND minute % 15 <> 0)",
            ("$minutes", (now - minuteRetention).ToUnixTimeSeconds()),
            ("$quarter_hours", quarterHours));
        if (removed > 0)
        {
            connection.Execute("DELETE FROM superseded WHERE minute NOT IN (SELECT minute FROM snapshot)");
            connection.Execute("DELETE FROM stale WHERE minute NOT IN (SELECT minute FROM snapshot)");
        }

        connection.Execute(
            "DELETE FROM measure WHERE written < $quarter_hours AND minute NOT IN (SELECT minute FROM snapshot)", ("$quarter_hours", quarterHours));
        RoomMinutes.Prune(connection);
        transaction.Commit();
        Interlocked.Increment(ref _version);
        return removed;
    }

    public static long Minute(DateTimeOffset at) => at.ToUnixTimeSeconds() / 60;

    private static Saved Judge(Snapshot? stored, Snapshot snapshot) => stored switch
    {
        null => Saved.Recorded,
        { Final: true } when !snapshot.Final => Saved.Unchanged,
        _ when stored.Final == snapshot.Final && SnapshotFigures.AreSame(stored, snapshot) => Saved.Unchanged,
        { Final: true } => Saved.Revised,
        _ => Saved.Recorded,
    };

    private static void Write(SqliteConnection connection, long minute, Snapshot snapshot, Provenance origin, DateTimeOffset now) =>
        connection.Execute(
            """
            INSERT INTO snapshot (minute, written, final, method, payload, revision, counted, settled, compared_with)
            VALUES ($minute, $written, $final, $method, $payload, $revision, $counted, $settled, $compared_with)
            ON CONFLICT (minute) DO UPDATE SET
                written = excluded.written, final = excluded.final, method = excluded.method, payload = excluded.payload,
                revision = excluded.revision, counted = excluded.counted, settled = excluded.settled, compared_with = excluded.compared_with
            """,
            ("$minute", minute),
            ("$written", now.ToUnixTimeSeconds()),
            ("$final", snapshot.Final ? 1 : 0),
            ("$method", snapshot.Method),
            ("$payload", Pack(snapshot)),
            ("$revision", snapshot.Revision),
            ("$counted", origin.CountedAt.ToUnixTimeMilliseconds()),
            ("$settled", origin.Settled ? 1 : 0),
            ("$compared_with", origin.ComparedWith));

    // Of how many minutes a surge was is seen only minutes later, and then of all of them.
    private static void Follow(SqliteConnection connection, MinuteMeasure measure, string method, DateTimeOffset now)
    {
        foreach (var minute in MeasureChain.Put(connection, measure, method, now))
        {
            if (minute != measure.At)
            {
                ComparisonQueue.AddStale(connection, minute);
            }

            ComparisonQueue.AddChanged(connection, minute - SurgeFold.LongestHindsight, minute);
        }
    }

    private static void SetProvenance(SqliteConnection connection, long minute, Provenance origin) =>
        connection.Execute(
            "UPDATE snapshot SET counted = $counted, settled = $settled, compared_with = $compared_with WHERE minute = $minute",
            ("$minute", minute),
            ("$counted", origin.CountedAt.ToUnixTimeMilliseconds()),
            ("$settled", origin.Settled ? 1 : 0),
            ("$compared_with", origin.ComparedWith));

    private static StoredMinute? FindStored(SqliteConnection connection, long minute)
    {
        using var command = connection.Command(
            "SELECT payload, counted, settled, compared_with FROM snapshot WHERE minute = $minute", ("$minute", minute));
        using var reader = command.ExecuteReader();
        return reader.Read()
            ? new StoredMinute(
                Unpack(reader.GetFieldValue<byte[]>(0)),
                new Provenance(DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(1)), reader.GetBoolean(2), reader.GetInt32(3)))
            : null;
    }

    private static IReadOnlyList<long> StoredBetween(SqliteConnection connection, long from, long to)
    {
        using var command = connection.Command("SELECT minute FROM snapshot WHERE minute BETWEEN $from AND $to", ("$from", from), ("$to", to));
        return ComparisonQueue.Minutes(command);
    }

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
        return EarlierVersions.Explain(
            JsonSerializer.Deserialize<Snapshot>(brotli, SnapshotJson.Options) ?? throw new InvalidDataException("A stored snapshot is empty."));
    }
}
