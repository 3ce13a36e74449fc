namespace Affluence.Report.History;

/// <summary>The tables of the history, by the steps of the schema.</summary>
internal static class HistoryTables
{
    public const string Snapshots = """
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

    /// <summary>Measures get a table of their own, which outlives the snapshots; snapshots get revisions and comparisons that can be made again.</summary>
    public const string Revisions = """
        CREATE TABLE measure (
            minute INTEGER PRIMARY KEY,
            method TEXT NOT NULL,
            written INTEGER NOT NULL,
            visitors INTEGER,
            baseline_visitors INTEGER,
            served INTEGER,
            refused INTEGER,
            fold BLOB
        ) STRICT;
        CREATE INDEX measure_written ON measure (written);
        INSERT INTO measure SELECT minute, method, written, visitors, baseline_visitors, served, refused, NULL FROM snapshot;

        ALTER TABLE snapshot DROP COLUMN visitors;
        ALTER TABLE snapshot DROP COLUMN baseline_visitors;
        ALTER TABLE snapshot DROP COLUMN served;
        ALTER TABLE snapshot DROP COLUMN refused;
        ALTER TABLE snapshot ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;
        ALTER TABLE snapshot ADD COLUMN counted INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE snapshot ADD COLUMN settled INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE snapshot ADD COLUMN compared_with INTEGER NOT NULL DEFAULT 0;
        UPDATE snapshot SET counted = written * 1000, settled = final;
        CREATE INDEX snapshot_awaited ON snapshot (minute) WHERE settled = 1 AND final = 0;

        CREATE TABLE superseded (
            minute INTEGER NOT NULL,
            revision INTEGER NOT NULL,
            written INTEGER NOT NULL,
            payload BLOB NOT NULL,
            PRIMARY KEY (minute, revision)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE changed (minute INTEGER PRIMARY KEY) STRICT;
        CREATE TABLE stale (minute INTEGER PRIMARY KEY) STRICT;
        """;
}
