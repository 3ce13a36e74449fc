using Affluence.Report.Alerts;
using Affluence.Report.Annotations;
using Affluence.Report.Bulletins;
using Affluence.Report.History;
using Affluence.Report.Storage;
using Affluence.ReportService.Tests.Fakes;
using Affluence.ServiceDefaults;
using Microsoft.Data.Sqlite;

namespace Affluence.ReportService.Tests.Storage;

public sealed class ReportDatabaseTests : IDisposable
{
    private readonly TestDatabase _database = new();

    [Fact]
    public void Open_FileOfTheFirstReport_KeepsItsRows()
    {
        WriteAlone(
            HistoryTables.Snapshots +
            "INSERT INTO snapshot (minute, written, final, method, visitors, payload) VALUES (24640080, 1480000000, 1, '1', 17003, x'00'); PRAGMA user_version = 0;");

        using var connection = _database.Open.Open();

        Assert.Equal(24_640_080L, connection.Command("SELECT minute FROM snapshot WHERE revision = 1 AND settled = 1").ExecuteScalar());
        Assert.Equal(17_003L, connection.Command("SELECT visitors FROM measure WHERE minute = 24640080").ExecuteScalar());
        Assert.NotEqual(0L, connection.Command("PRAGMA user_version").ExecuteScalar());
    }

    /// <summary>Former reports kept what a receiver had answered, which may repeat the secret in its address.</summary>
    [Fact]
    public void Open_FileWithAnswersOfReceivers_StrikesThemOut()
    {
        WriteAlone(
            HistoryTables.Snapshots + HistoryTables.Revisions + BulletinRegister.Table + AnnotationStore.Tables + AlertStore.Tables +
            """
            INSERT INTO alert (id, made, silenced, document) VALUES ('a', 1, 0, '{}');
            INSERT INTO alert_delivery (alert, webhook, name, body, state, attempts, next, error) VALUES
                ('a', 'k', 'n', '{}', 2, 9, 1, 'It answered 404. It said: Cannot POST /services/s3cr3t'),
                ('a', 'k', 'n', '{}', 2, 9, 1, 'It could not be reached: Received an invalid status line: s3cr3t'),
                ('a', 'k', 'n', '{}', 0, 0, 1, NULL);
            PRAGMA user_version = 5;
            """);

        using var connection = _database.Open.Open();

        Assert.Equal(
            "It answered 404.|It could not be reached.|none",
            connection.Command("SELECT group_concat(coalesce(error, 'none'), '|') FROM (SELECT error FROM alert_delivery ORDER BY number)").ExecuteScalar());
    }

    [Fact]
    public void Open_FileOfALaterReport_RefusedAndLeftAsItIs()
    {
        WriteAlone("PRAGMA user_version = 1000;");

        var refusal = Assert.Throws<InvalidSettingException>(() => _database.Open);

        Assert.Contains("the file is of version 1000", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_FileThatIsNoDatabase_NamedWithItsSetting()
    {
        File.WriteAllText(Path.Combine(_database.Folder, "snapshots.db"), new string('x', 4096));

        var refusal = Assert.Throws<InvalidSettingException>(() => _database.Open);

        Assert.StartsWith("Report:DataDirectory is ", refusal.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _database.Dispose();

    private void WriteAlone(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_database.Folder, "snapshots.db")};Pooling=False");
        connection.Open();
        connection.Execute(sql);
    }
}
