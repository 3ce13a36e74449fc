using System.IO.Compression;
using System.Text.Json;
using Affluence.Report.CivilTime;
using Affluence.Report.History;
using Affluence.Report.Languages;
using Affluence.Report.Snapshots;
using Affluence.Report.Storage;
using Microsoft.Data.Sqlite;

namespace Affluence.Report.Bulletins;

/// <summary>
/// Every bulletin that was ever issued. They are kept for ever: what was told the public must still be there when it is asked about, and
/// they are few.
/// <code>
/// bulletin
///   number        1, 2, 3 …; primary key, given by the row: no number is taken before the row is there, so none can be lost
///   minute        the minute it tells of, minutes since 1970 (event time)
///   revision, composed    of the snapshot: its revision, and when it was put together in Unix milliseconds
///   final         1: the snapshot was final
///   issued        Unix seconds
///   supersedes    the number of the bulletin it replaces; the replaced row itself is not touched
///   attribution   of the country data; null: none, or not known
///   hash_en, hash_fr      SHA-256 of the texts as they were issued
///   texts         both texts as JSON, compressed with Brotli
/// </code>
/// </summary>
/// <remarks>
/// A minute gives one row, and another one only when its figures were corrected or became final, so issuing it again makes no more rows. Every
/// minute of a year would make about a gigabyte.
/// </remarks>
internal sealed class BulletinRegister(ReportDatabase database, BulletinWriter writer, SiteCalendar calendar, TimeProvider timeProvider)
{
    public const string Table = """
        CREATE TABLE bulletin (
            number INTEGER PRIMARY KEY,
            minute INTEGER NOT NULL,
            revision INTEGER NOT NULL,
            composed INTEGER NOT NULL,
            final INTEGER NOT NULL,
            issued INTEGER NOT NULL,
            supersedes INTEGER UNIQUE,
            attribution TEXT,
            hash_en TEXT NOT NULL,
            hash_fr TEXT NOT NULL,
            texts BLOB NOT NULL
        ) STRICT;
        CREATE INDEX bulletin_minute ON bulletin (minute, number);
        CREATE TRIGGER bulletin_is_never_changed BEFORE UPDATE ON bulletin BEGIN SELECT RAISE(ABORT, 'a bulletin is never changed'); END;
        CREATE TRIGGER bulletin_is_never_removed BEFORE DELETE ON bulletin BEGIN SELECT RAISE(ABORT, 'a bulletin is never removed'); END;
        """;

    private const string Select = """
        SELECT number, minute, revision, final, issued, supersedes,
            (SELECT later.number FROM bulletin AS later WHERE later.supersedes = bulletin.number),
            attribution, hash_en, hash_fr, texts, composed
        FROM bulletin
        """;

    private long _issued;

    /// <summary>Grows with each bulletin that is issued, so that a reader's copy is known to be old.</summary>
    public long Version => Interlocked.Read(ref _issued);

    /// <summary>
    /// The bulletin that says what a snapshot says: the newest one of its minute if it does, or if the snapshot is no newer than the one it
    /// was written from; else one that is issued now, and supersedes it.
    /// </summary>
    /// <param name="snapshot">Of a whole minute.</param>
    /// <param name="attribution">Of the country data; one that is on record for the minute outweighs it.</param>
    public (Bulletin Bulletin, bool IsNew) Issue(Snapshot snapshot, string? attribution)
    {
        using var connection = database.Open();
        var minute = SnapshotHistory.Minute(snapshot.At);
        if (FindNewest(connection, minute) is { } standing && Holds(standing, snapshot, attribution))
        {
            return (standing.Bulletin, false);
        }

        // Taken for writing at once: of two who ask first, one waits here and then finds the other's.
        using var transaction = connection.BeginTransaction(deferred: false);
        var newest = FindNewest(connection, minute);
        if (newest is not null && Holds(newest, snapshot, attribution))
        {
            return (newest.Bulletin, false);
        }

        var last = (long)connection.Command("SELECT COALESCE(MAX(number), 0) FROM bulletin").ExecuteScalar()!;
        var bulletin = Compose(last + 1, snapshot, newest?.Bulletin, attribution);
        connection.Execute(
            """
            INSERT INTO bulletin (number, minute, revision, composed, final, issued, supersedes, attribution, hash_en, hash_fr, texts)
            VALUES ($number, $minute, $revision, $composed, $final, $issued, $supersedes, $attribution, $hash_en, $hash_fr, $texts)
            """,
            ("$number", bulletin.Number),
            ("$minute", minute),
            ("$revision", bulletin.Revision),
            ("$composed", snapshot.Quality.ComposedAt.ToUnixTimeMilliseconds()),
            ("$final", bulletin.Final ? 1 : 0),
            ("$issued", bulletin.IssuedAt.ToUnixTimeSeconds()),
            ("$supersedes", bulletin.Supersedes),
            ("$attribution", bulletin.Attribution),
            ("$hash_en", bulletin.English.ContentHash),
            ("$hash_fr", bulletin.French.ContentHash),
            ("$texts", Pack(bulletin)));
        transaction.Commit();
        Interlocked.Increment(ref _issued);
        return (bulletin, true);
    }

    public Bulletin? Find(long number)
    {
        using var connection = database.Open();
        return Read(connection.Command($"{Select} WHERE number = $number", ("$number", number))).Select(row => row.Bulletin).SingleOrDefault();
    }

    /// <summary>The bulletin of a minute that nothing supersedes; null when none was issued.</summary>
    /// <param name="at">A whole minute.</param>
    public Bulletin? FindNewest(DateTimeOffset at)
    {
        using var connection = database.Open();
        return FindNewest(connection, SnapshotHistory.Minute(at))?.Bulletin;
    }

    /// <summary>Bulletins that tell of the minutes of [from, to), the one issued last first.</summary>
    public IReadOnlyList<Bulletin> List(DateTimeOffset from, DateTimeOffset to, int limit, long before = long.MaxValue)
    {
        using var connection = database.Open();
        return
        [
            .. Read(connection.Command(
                $"{Select} WHERE minute >= $from AND minute < $to AND number < $before ORDER BY number DESC LIMIT $limit",
                ("$from", SnapshotHistory.Minute(from)),
                ("$to", SnapshotHistory.Minute(to)),
                ("$before", before),
                ("$limit", limit))).Select(row => row.Bulletin),
        ];
    }

    private bool Holds(Row row, Snapshot snapshot, string? attribution) =>
        !MayCorrect(row, snapshot, attribution) || row.Bulletin.SaysTheSameAs(writer.Write(snapshot, row.Bulletin.Attribution ?? attribution));

    // A snapshot that is no newer is what somebody looked at before the newest bulletin was issued, or the very same one told by a newer
    // version of this program in other words: neither corrects anything. The one thing learnt without a new snapshot is whose data it was.
    private static bool MayCorrect(Row row, Snapshot snapshot, string? attribution) =>
        snapshot.Revision > row.Bulletin.Revision
        || (snapshot.Revision == row.Bulletin.Revision && snapshot.Quality.ComposedAt.ToUnixTimeMilliseconds() > row.Composed)
        || (row.Bulletin.Attribution is null && attribution is not null);

    private Bulletin Compose(long number, Snapshot snapshot, Bulletin? superseded, string? attribution)
    {
        var source = superseded?.Attribution ?? attribution;
        var statement = writer.Write(snapshot, source);
        var issuedAt = calendar.Localize(DateTimeOffset.FromUnixTimeSeconds(timeProvider.GetUtcNow().ToUnixTimeSeconds()));
        return new Bulletin(
            number,
            calendar.Localize(snapshot.At),
            snapshot.Revision,
            issuedAt,
            snapshot.Final,
            superseded?.Number,
            SupersededBy: null,
            source,
            IssuedText.Of(statement.English, Imprint.OfBulletin(Typography.English, number, issuedAt, superseded?.Number)),
            IssuedText.Of(statement.French, Imprint.OfBulletin(Typography.French, number, issuedAt, superseded?.Number)));
    }

    private Row? FindNewest(SqliteConnection connection, long minute) =>
        Read(connection.Command($"{Select} WHERE minute = $minute ORDER BY number DESC LIMIT 1", ("$minute", minute))).SingleOrDefault();

    private List<Row> Read(SqliteCommand command)
    {
        using (command)
        {
            using var reader = command.ExecuteReader();
            var rows = new List<Row>();
            while (reader.Read())
            {
                rows.Add(Read(reader));
            }

            return rows;
        }
    }

    private Row Read(SqliteDataReader reader)
    {
        var texts = Unpack(reader.GetFieldValue<byte[]>(10));
        var (english, french) = (new IssuedText(Typography.English.Language, texts.En), new IssuedText(Typography.French.Language, texts.Fr));
        if (english.ContentHash != reader.GetString(8) || french.ContentHash != reader.GetString(9))
        {
            throw new InvalidDataException($"Bulletin {reader.GetInt64(0)} is not on record as it was issued: its hash is another.");
        }

        return new Row(
            new Bulletin(
                reader.GetInt64(0),
                calendar.Localize(DateTimeOffset.FromUnixTimeSeconds(reader.GetInt64(1) * 60)),
                reader.GetInt32(2),
                calendar.Localize(DateTimeOffset.FromUnixTimeSeconds(reader.GetInt64(4))),
                reader.GetBoolean(3),
                reader.Number(5),
                reader.Number(6),
                reader.Text(7),
                english,
                french),
            reader.GetInt64(11));
    }

    private static byte[] Pack(Bulletin bulletin)
    {
        // Written once and kept for ever. Measured: 1.6 KB, so that two rows share a page, where Optimal takes 1.9 KB and a page for each.
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.SmallestSize))
        {
            JsonSerializer.Serialize(brotli, new Texts(bulletin.English.Text, bulletin.French.Text), SnapshotJson.Options);
        }

        return packed.ToArray();
    }

    private static Texts Unpack(byte[] texts)
    {
        using var brotli = new BrotliStream(new MemoryStream(texts), CompressionMode.Decompress);
        return JsonSerializer.Deserialize<Texts>(brotli, SnapshotJson.Options) ?? throw new InvalidDataException("A stored bulletin is empty.");
    }

    private sealed record Texts(string En, string Fr);

    private sealed record Row(Bulletin Bulletin, long Composed);
}
