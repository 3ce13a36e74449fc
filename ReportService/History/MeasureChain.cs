using Affluence.Report.Storage;
using Affluence.Report.Surges;
using Microsoft.Data.Sqlite;

namespace Affluence.Report.History;

/// <summary>
/// The measures of all minutes, each with what the minutes up to it have come to, so that the state at any minute is one row away however
/// long ago a surge began. A minute that is put in late is followed up until it makes no more difference.
/// <code>
/// measure
///   minute             end of the window, minutes since 1970 (event time); primary key
///   method             version of the method that made the figures; others are passed over
///   written            when the measure was last changed, Unix seconds (arrival)
///   visitors, baseline_visitors    of 5 minutes; null: not known
///   served, refused    page views of one minute; null: not known
///   fold               <see cref="SurgeFold"/> of this minute and all before it
/// </code>
/// </summary>
internal static class MeasureChain
{
    private const int Page = 256;

    public static IReadOnlyList<MinuteMeasure> Read(SqliteConnection connection, long from, long to, string method)
    {
        using var command = connection.Command(
            """
            SELECT minute, visitors, baseline_visitors, served, refused FROM measure
            WHERE minute BETWEEN $from AND $to AND method = $method ORDER BY minute
            """,
            ("$from", from),
            ("$to", to),
            ("$method", method));
        using var reader = command.ExecuteReader();
        var measures = new List<MinuteMeasure>();
        while (reader.Read())
        {
            measures.Add(Measure(reader));
        }

        return measures;
    }

    /// <summary>What the minutes before one have come to.</summary>
    public static SurgeFold FoldBefore(SqliteConnection connection, long minute, string method)
    {
        using var command = connection.Command(
            "SELECT minute, fold FROM measure WHERE minute < $minute AND method = $method ORDER BY minute DESC LIMIT 1",
            ("$minute", minute),
            ("$method", method));
        using var reader = command.ExecuteReader();
        return reader.Read() && !reader.IsDBNull(1) ? SurgeFoldPacking.Unpack(reader.GetFieldValue<byte[]>(1), reader.GetInt64(0)) : SurgeFold.Empty;
    }

    /// <summary>Puts a measure in its place, unless it is there.</summary>
    /// <returns>The minutes whose surge state is another than before, or begins to be known with it.</returns>
    public static IReadOnlyList<long> Put(SqliteConnection connection, MinuteMeasure measure, string method, DateTimeOffset now)
    {
        var isNew = connection.Execute(
            """
            INSERT INTO measure (minute, method, written, visitors, baseline_visitors, served, refused)
            VALUES ($minute, $method, $written, $visitors, $baseline, $served, $refused)
            ON CONFLICT (minute) DO UPDATE SET
                method = excluded.method, written = excluded.written, visitors = excluded.visitors,
                baseline_visitors = excluded.baseline_visitors, served = excluded.served, refused = excluded.refused
            WHERE method <> excluded.method OR visitors IS NOT excluded.visitors OR baseline_visitors IS NOT excluded.baseline_visitors
                OR served IS NOT excluded.served OR refused IS NOT excluded.refused
            """,
            ("$minute", measure.At),
            ("$method", method),
            ("$written", now.ToUnixTimeSeconds()),
            ("$visitors", measure.Visitors),
            ("$baseline", measure.BaselineVisitors),
            ("$served", measure.ServedPageViews),
            ("$refused", measure.RefusedPageViews)) > 0;
        return isNew ? Follow(connection, measure.At, method) : [];
    }

    /// <summary>Works the folds out that a file of before does not have.</summary>
    public static void Complete(SqliteConnection connection, string method)
    {
        using var command = connection.Command("SELECT min(minute) FROM measure WHERE fold IS NULL AND method = $method", ("$method", method));
        if (command.ExecuteScalar() is long first)
        {
            Follow(connection, first, method);
        }
    }

    private static List<long> Follow(SqliteConnection connection, long from, string method)
    {
        var changed = new List<long>();
        var fold = FoldBefore(connection, from, method);
        using var update = connection.Command("UPDATE measure SET fold = $fold WHERE minute = $minute", ("$fold", null), ("$minute", null));
        for (var next = from; ;)
        {
            var page = ReadPage(connection, next, method);
            foreach (var (measure, known) in page)
            {
                var before = known is null ? fold : SurgeFoldPacking.Unpack(known, measure.At);
                fold = fold.Add(measure).Fold;
                if (before.At(measure.At) != fold.At(measure.At))
                {
                    changed.Add(measure.At);
                }

                var packed = fold.Pack(measure.At);
                if (known is not null && packed.AsSpan().SequenceEqual(known))
                {
                    // From here on everything is as it was.
                    return changed;
                }

                update.Parameters["$fold"].Value = packed;
                update.Parameters["$minute"].Value = measure.At;
                update.ExecuteNonQuery();
            }

            if (page.Count < Page)
            {
                return changed;
            }

            next = page[^1].Measure.At + 1;
        }
    }

    private static List<(MinuteMeasure Measure, byte[]? Fold)> ReadPage(SqliteConnection connection, long from, string method)
    {
        using var command = connection.Command(
            """
            SELECT minute, visitors, baseline_visitors, served, refused, fold FROM measure
            WHERE minute >= $from AND method = $method ORDER BY minute LIMIT $page
            """,
            ("$from", from),
            ("$method", method),
            ("$page", Page));
        using var reader = command.ExecuteReader();
        var page = new List<(MinuteMeasure, byte[]?)>();
        while (reader.Read())
        {
            page.Add((Measure(reader), reader.IsDBNull(5) ? null : reader.GetFieldValue<byte[]>(5)));
        }

        return page;
    }

    private static MinuteMeasure Measure(SqliteDataReader reader) =>
        new(reader.GetInt64(0), reader.Number(1), reader.Number(2), reader.Number(3), reader.Number(4));
}
