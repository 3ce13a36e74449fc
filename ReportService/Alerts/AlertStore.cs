using System.Text.Json;
using Affluence.Report.Alerts.Webhooks;
using Affluence.Report.CivilTime;
using Affluence.Report.Snapshots;
using Affluence.Report.Storage;
using Microsoft.Data.Sqlite;

namespace Affluence.Report.Alerts;

/// <summary>
/// What was reported, and to whom it is still to be. An alert, what it reports as reported, and its deliveries are written at once, so a
/// crash neither loses one nor makes it twice.
/// <code>
/// alert_episode
///   id, subject            primary key; surge 0, difficulty 1
///   since, until           Unix seconds (event time); until is the newest minute that showed it, or its end
///   rank                   the highest step reported
///   over                   1: its end was reported
/// alert
///   id                     primary key
///   made                   Unix milliseconds
///   silenced               1: too old to be sent
///   document               JSON, without the text of a language
/// alert_delivery
///   number                 primary key, in order of making
///   alert, webhook, name   the webhook's key, and how it is called
///   body                   as it is sent
///   queue                  the surge, difficulty or opening of the waiting room: a delivery waits for those before it in its queue
///   state, attempts, refusals, next, settled, error
/// </code>
/// </summary>
internal sealed class AlertStore(ReportDatabase database, SiteCalendar calendar, TimeProvider timeProvider)
{
    public const string Tables = """
        CREATE TABLE alert_episode (
            id TEXT PRIMARY KEY,
            subject INTEGER NOT NULL,
            since INTEGER NOT NULL,
            until INTEGER NOT NULL,
            rank REAL NOT NULL,
            over INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE alert (
            id TEXT PRIMARY KEY,
            made INTEGER NOT NULL,
            silenced INTEGER NOT NULL,
            document TEXT NOT NULL
        ) STRICT;
        CREATE INDEX alert_made ON alert (made);
        CREATE TABLE alert_delivery (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            alert TEXT NOT NULL REFERENCES alert (id),
            webhook TEXT NOT NULL,
            name TEXT NOT NULL,
            body TEXT NOT NULL,
            state INTEGER NOT NULL,
            attempts INTEGER NOT NULL,
            next INTEGER NOT NULL,
            settled INTEGER,
            error TEXT
        ) STRICT;
        CREATE INDEX alert_delivery_alert ON alert_delivery (alert);
        CREATE INDEX alert_delivery_next ON alert_delivery (webhook, number) WHERE state = 0;
        """;

    /// <summary>
    /// Queues, in which what was on record keeps its order in one. And what a receiver had answered is struck out of the errors, since it may
    /// repeat the secret of its address.
    /// </summary>
    public const string Queues = """
        ALTER TABLE alert_delivery ADD COLUMN queue TEXT NOT NULL DEFAULT '';
        DROP INDEX alert_delivery_next;
        CREATE INDEX alert_delivery_next ON alert_delivery (webhook, queue, number) WHERE state = 0;
        UPDATE alert_delivery SET error = substr(error, 1, instr(error, ' It said:') - 1) WHERE instr(error, ' It said:') > 0;
        UPDATE alert_delivery SET error = 'It could not be reached.' WHERE error LIKE 'It could not be reached: %';
        """;

    /// <summary>How often the receiver refused, apart from how often it was tried: faults of the way to it must not use up its patience.</summary>
    public const string Refusals = "ALTER TABLE alert_delivery ADD COLUMN refusals INTEGER NOT NULL DEFAULT 0;";

    public IReadOnlyList<AlertedEpisode> Episodes()
    {
        using var connection = database.Open();
        using var command = connection.Command("SELECT id, subject, since, until, rank, over FROM alert_episode ORDER BY since");
        using var reader = command.ExecuteReader();
        var episodes = new List<AlertedEpisode>();
        while (reader.Read())
        {
            episodes.Add(new AlertedEpisode(
                reader.GetString(0), (AlertSubject)reader.GetInt32(1), Second(reader.GetInt64(2)), Second(reader.GetInt64(3)), reader.GetDouble(4), reader.GetBoolean(5)));
        }

        return episodes;
    }

    public bool IsOnRecord(string id)
    {
        using var connection = database.Open();
        using var command = connection.Command("SELECT 1 FROM alert WHERE id = $id", ("$id", id));
        return command.ExecuteScalar() is not null;
    }

    /// <summary>Puts alerts on record, each with a delivery to every webhook, and what is reported with them.</summary>
    /// <returns>Those that were not on record before.</returns>
    public IReadOnlyList<AlertDocument> Save(
        IEnumerable<(AlertDocument Document, bool Silenced)> alerts, IEnumerable<AlertedEpisode> episodes, IReadOnlyList<Webhook> webhooks)
    {
        var now = timeProvider.GetUtcNow().ToUnixTimeMilliseconds();
        using var connection = database.Open();
        using var transaction = connection.BeginTransaction(deferred: false);
        var made = new List<AlertDocument>();
        foreach (var (document, silenced) in alerts)
        {
            var isNew = connection.Execute(
                "INSERT INTO alert (id, made, silenced, document) VALUES ($id, $made, $silenced, $document) ON CONFLICT DO NOTHING",
                ("$id", document.Id),
                ("$made", now),
                ("$silenced", silenced),
                ("$document", JsonSerializer.Serialize(document, SnapshotJson.Options))) > 0;
            if (isNew)
            {
                made.Add(document);
                foreach (var webhook in silenced ? [] : webhooks)
                {
                    Deliver(connection, document, webhook, now);
                }
            }
        }

        foreach (var episode in episodes)
        {
            Save(connection, episode);
        }

        transaction.Commit();
        return made;
    }

    /// <summary>
    /// The delivery at a webhook that is due the longest. Those behind it in its queue wait, so that a receiver gets what is about one surge in order.
    /// </summary>
    public DueDelivery? NextDue(Webhook webhook)
    {
        using var connection = database.Open();
        using var command = connection.Command(
            """
            SELECT number, alert, body, attempts, refusals, made FROM alert_delivery JOIN alert ON alert.id = alert
            WHERE next <= $now AND number IN (SELECT MIN(number) FROM alert_delivery WHERE webhook = $webhook AND state = 0 GROUP BY queue)
            ORDER BY next, number LIMIT 1
            """,
            ("$webhook", webhook.Key),
            ("$now", timeProvider.GetUtcNow().ToUnixTimeMilliseconds()));
        using var reader = command.ExecuteReader();
        return reader.Read()
            ? new DueDelivery(reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetInt32(3), reader.GetInt32(4), Millisecond(reader.GetInt64(5)))
            : null;
    }

    /// <summary>Notes that a delivery arrived, or that it is given up.</summary>
    /// <param name="error">Why it is given up; null: it arrived.</param>
    public void Settle(long number, string? error)
    {
        using var connection = database.Open();
        connection.Execute(
            "UPDATE alert_delivery SET state = $state, attempts = attempts + 1, settled = $now, error = $error WHERE number = $number",
            ("$number", number),
            ("$state", (int)(error is null ? DeliveryState.Sent : DeliveryState.Failed)),
            ("$now", timeProvider.GetUtcNow().ToUnixTimeMilliseconds()),
            ("$error", error));
    }

    /// <summary>Notes that a delivery is to be tried again.</summary>
    /// <param name="isRefusal">The receiver refused it; else it was not reached, or had a fault of its own.</param>
    public void Retry(long number, DateTimeOffset next, string error, bool isRefusal)
    {
        using var connection = database.Open();
        connection.Execute(
            "UPDATE alert_delivery SET attempts = attempts + 1, refusals = refusals + $refusal, next = $next, error = $error WHERE number = $number",
            ("$number", number),
            ("$refusal", isRefusal ? 1 : 0),
            ("$next", next.ToUnixTimeMilliseconds()),
            ("$error", error));
    }

    /// <summary>How many deliveries wait at a webhook.</summary>
    public long CountPending(Webhook webhook)
    {
        using var connection = database.Open();
        using var command = connection.Command("SELECT count(*) FROM alert_delivery WHERE webhook = $webhook AND state = 0", ("$webhook", webhook.Key));
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>Names of the webhooks to which something could not be delivered yet, or was given up after a moment.</summary>
    public IReadOnlyList<string> Troubled(DateTimeOffset after)
    {
        using var connection = database.Open();
        using var command = connection.Command(
            "SELECT DISTINCT name FROM alert_delivery WHERE (state = 0 AND attempts > 0) OR (state = 2 AND settled > $after) ORDER BY name",
            ("$after", after.ToUnixTimeMilliseconds()));
        using var reader = command.ExecuteReader();
        var names = new List<string>();
        while (reader.Read())
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }

    /// <summary>The alerts made last, newest first.</summary>
    /// <param name="state">Only those of which a delivery is in this state; null: all.</param>
    public IReadOnlyList<(AlertPlace Place, ReportedAlert Alert)> List(int most, AlertPlace before, DeliveryState? state = null)
    {
        using var connection = database.Open();
        using var command = connection.Command(
            """
            SELECT id, made, silenced, document, rowid FROM alert
            WHERE (made, rowid) < ($made, $row)
                AND ($state IS NULL OR EXISTS (SELECT 1 FROM alert_delivery WHERE alert_delivery.alert = alert.id AND state = $state))
            ORDER BY made DESC, rowid DESC LIMIT $most
            """,
            ("$made", before.Made),
            ("$row", before.Row),
            ("$state", (int?)state),
            ("$most", most));
        using var reader = command.ExecuteReader();
        var alerts = new List<(AlertPlace Place, ReportedAlert Alert)>();
        while (reader.Read())
        {
            alerts.Add((new AlertPlace(reader.GetInt64(1), reader.GetInt64(4)), new ReportedAlert(
                Millisecond(reader.GetInt64(1)),
                reader.GetBoolean(2),
                JsonSerializer.Deserialize<AlertDocument>(reader.GetString(3), SnapshotJson.Options)!,
                Deliveries(connection, reader.GetString(0)))));
        }

        return alerts;
    }

    private static void Deliver(SqliteConnection connection, AlertDocument document, Webhook webhook, long now)
    {
        // The words once more where chats look for them, in the language of this receiver.
        var body = JsonSerializer.SerializeToNode(document, SnapshotJson.Options)!.AsObject();
        body["text"] = webhook.Language.Choose(document.Sentences.En, document.Sentences.Fr);
        connection.Execute(
            """
            INSERT INTO alert_delivery (alert, webhook, name, body, queue, state, attempts, next)
            VALUES ($alert, $webhook, $name, $body, $queue, 0, 0, $next)
            """,
            ("$alert", document.Id),
            ("$webhook", webhook.Key),
            ("$name", webhook.Name),
            ("$body", body.ToJsonString(SnapshotJson.Options)),
            ("$queue", document.RoomId ?? document.DifficultyId ?? document.SurgeId),
            ("$next", now));
    }

    private static void Save(SqliteConnection connection, AlertedEpisode episode) => connection.Execute(
        """
        INSERT INTO alert_episode (id, subject, since, until, rank, over) VALUES ($id, $subject, $since, $until, $rank, $over)
        ON CONFLICT (id) DO UPDATE SET since = excluded.since, until = excluded.until, rank = excluded.rank, over = excluded.over
        """,
        ("$id", episode.Id),
        ("$subject", (int)episode.Subject),
        ("$since", episode.Since.ToUnixTimeSeconds()),
        ("$until", episode.LastsUntil.ToUnixTimeSeconds()),
        ("$rank", episode.Rank),
        ("$over", episode.Over));

    private static List<Delivery> Deliveries(SqliteConnection connection, string alert)
    {
        using var command = connection.Command(
            "SELECT name, state, attempts, next, settled, error FROM alert_delivery WHERE alert = $alert ORDER BY number", ("$alert", alert));
        using var reader = command.ExecuteReader();
        var deliveries = new List<Delivery>();
        while (reader.Read())
        {
            var state = (DeliveryState)reader.GetInt32(1);
            deliveries.Add(new Delivery(
                reader.GetString(0),
                state,
                reader.GetInt32(2),
                state == DeliveryState.Pending ? Millisecond(reader.GetInt64(3)) : null,
                reader.Number(4) is { } settled ? Millisecond(settled) : null,
                reader.Text(5)));
        }

        return deliveries;
    }

    private DateTimeOffset Second(long seconds) => calendar.Localize(DateTimeOffset.FromUnixTimeSeconds(seconds));

    private static DateTimeOffset Millisecond(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
