using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Affluence.Report.CivilTime;
using Affluence.Report.Languages;
using Affluence.Report.Storage;
using Microsoft.Data.Sqlite;

namespace Affluence.Report.Annotations;

/// <summary>
/// Annotations, those taken back included.
/// <code>
/// annotation
///   id                     UUID; primary key
///   at, until              Unix seconds (event time)
///   english, french        the text
///   created, withdrawn     Unix milliseconds
/// annotation_request
///   key                    a client's Idempotency-Key; primary key
///   digest                 SHA-256 of what it asked for
///   annotation             what it was given
/// </code>
/// </summary>
internal sealed class AnnotationStore(ReportDatabase database, SiteCalendar calendar, TimeProvider timeProvider)
{
    /// <summary>Of the same time and text only one stands; of those taken back there may be more.</summary>
    public const string Tables = """
        CREATE TABLE annotation (
            id TEXT PRIMARY KEY,
            at INTEGER NOT NULL,
            until INTEGER,
            english TEXT NOT NULL,
            french TEXT NOT NULL,
            created INTEGER NOT NULL,
            withdrawn INTEGER
        ) STRICT;
        CREATE INDEX annotation_at ON annotation (at);
        CREATE UNIQUE INDEX annotation_standing ON annotation (at, english, french) WHERE withdrawn IS NULL;
        CREATE TABLE annotation_request (
            key TEXT PRIMARY KEY,
            digest BLOB NOT NULL,
            annotation TEXT NOT NULL REFERENCES annotation (id)
        ) STRICT;
        """;

    private const string Columns = "id, at, until, english, french, created, withdrawn";

    /// <summary>Notes something, unless it is noted already.</summary>
    /// <param name="key">Names the request, so that it can be sent again without a second effect, even after what it noted was taken back.</param>
    public AnnotationPosting Post(AnnotationDraft draft, string? key)
    {
        using var connection = database.Open();
        using var transaction = connection.BeginTransaction(deferred: false);
        var digest = Digest(draft);
        if (key is not null && FindRequest(connection, key) is var (asked, given))
        {
            return asked.AsSpan().SequenceEqual(digest) ? new AnnotationPosting.Noted(Find(connection, given)!, IsNew: false) : new AnnotationPosting.KeyReused();
        }

        var standing = FindStanding(connection, draft);
        if (standing is not null && standing.Until != draft.Until)
        {
            return new AnnotationPosting.EndsDiffer(standing);
        }

        var annotation = standing ?? Insert(connection, draft);
        if (key is not null)
        {
            connection.Execute(
                "INSERT INTO annotation_request (key, digest, annotation) VALUES ($key, $digest, $annotation)",
                ("$key", key),
                ("$digest", digest),
                ("$annotation", annotation.Id));
        }

        transaction.Commit();
        return new AnnotationPosting.Noted(annotation, IsNew: standing is null);
    }

    /// <summary>The annotation, taken back or not; null when there is none of that name.</summary>
    public Annotation? Find(string id)
    {
        using var connection = database.Open();
        return Find(connection, id);
    }

    /// <summary>Those that touch [from, to), by time.</summary>
    /// <param name="after">Name of the one after which to begin; null: from the first.</param>
    public IReadOnlyList<Annotation> List(DateTimeOffset from, DateTimeOffset to, bool withdrawnToo = false, string? after = null, int most = int.MaxValue)
    {
        using var connection = database.Open();
        using var command = connection.Command(
            $"""
            SELECT {Columns} FROM annotation
            WHERE at < $to AND (at >= $from OR until > $from) AND ($withdrawn OR withdrawn IS NULL)
                AND ($after IS NULL OR (at, created, rowid) > (SELECT at, created, rowid FROM annotation WHERE id = $after))
            ORDER BY at, created, rowid LIMIT $most
            """,
            ("$from", from.ToUnixTimeSeconds()),
            ("$to", to.ToUnixTimeSeconds()),
            ("$withdrawn", withdrawnToo),
            ("$after", after),
            ("$most", most));
        return Read(command);
    }

    /// <summary>Takes an annotation back; one that was is left as it is.</summary>
    /// <returns>Null when there is none of that name.</returns>
    public Annotation? Withdraw(string id)
    {
        using var connection = database.Open();
        connection.Execute(
            "UPDATE annotation SET withdrawn = $now WHERE id = $id AND withdrawn IS NULL",
            ("$id", id),
            ("$now", timeProvider.GetUtcNow().ToUnixTimeMilliseconds()));
        return Find(connection, id);
    }

    private static (byte[] Digest, string Annotation)? FindRequest(SqliteConnection connection, string key)
    {
        using var command = connection.Command("SELECT digest, annotation FROM annotation_request WHERE key = $key", ("$key", key));
        using var reader = command.ExecuteReader();
        return reader.Read() ? (reader.GetFieldValue<byte[]>(0), reader.GetString(1)) : null;
    }

    private Annotation? FindStanding(SqliteConnection connection, AnnotationDraft draft)
    {
        using var command = connection.Command(
            $"SELECT {Columns} FROM annotation WHERE at = $at AND english = $english AND french = $french AND withdrawn IS NULL",
            ("$at", draft.At.ToUnixTimeSeconds()),
            ("$english", draft.Text.En),
            ("$french", draft.Text.Fr));
        return Read(command).SingleOrDefault();
    }

    private Annotation? Find(SqliteConnection connection, string id)
    {
        using var command = connection.Command($"SELECT {Columns} FROM annotation WHERE id = $id", ("$id", id));
        return Read(command).SingleOrDefault();
    }

    private Annotation Insert(SqliteConnection connection, AnnotationDraft draft)
    {
        var now = timeProvider.GetUtcNow();
        var id = Guid.CreateVersion7(now).ToString();
        connection.Execute(
            "INSERT INTO annotation (id, at, until, english, french, created) VALUES ($id, $at, $until, $english, $french, $created)",
            ("$id", id),
            ("$at", draft.At.ToUnixTimeSeconds()),
            ("$until", draft.Until?.ToUnixTimeSeconds()),
            ("$english", draft.Text.En),
            ("$french", draft.Text.Fr),
            ("$created", now.ToUnixTimeMilliseconds()));
        return Find(connection, id)!;
    }

    private List<Annotation> Read(SqliteCommand command)
    {
        using var reader = command.ExecuteReader();
        var annotations = new List<Annotation>();
        while (reader.Read())
        {
            annotations.Add(new Annotation(
                reader.GetString(0),
                calendar.Localize(DateTimeOffset.FromUnixTimeSeconds(reader.GetInt64(1))),
                reader.Number(2) is { } until ? calendar.Localize(DateTimeOffset.FromUnixTimeSeconds(until)) : null,
                new LocalizedText(reader.GetString(3), reader.GetString(4)),
                DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(5)),
                reader.Number(6) is { } withdrawn ? DateTimeOffset.FromUnixTimeMilliseconds(withdrawn) : null));
        }

        return annotations;
    }

    // A text has no line end in it, so one can stand between the parts.
    private static byte[] Digest(AnnotationDraft draft) => SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"{draft.At.ToUnixTimeSeconds()}\n{draft.Until?.ToUnixTimeSeconds()}\n{draft.Text.En}\n{draft.Text.Fr}")));
}
