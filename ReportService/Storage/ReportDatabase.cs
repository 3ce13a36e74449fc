using Affluence.ServiceDefaults;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Affluence.Report.Storage;

/// <summary>
/// The one SQLite file in which the report keeps what must outlive it. Whoever keeps something here owns a table of <see cref="Schema"/>.
/// </summary>
/// <remarks>SQLite has no asynchronous access, so neither has this class: every use is a few short statements on a local file.</remarks>
internal sealed class ReportDatabase : IDisposable
{
    private readonly string _connectionString;

    /// <exception cref="InvalidSettingException">Nothing can be kept in the configured folder, or another version of the report kept it.</exception>
    public ReportDatabase(IOptions<ReportOptions> options, IHostEnvironment environment)
    {
        var directory = Path.Combine(environment.ContentRootPath, options.Value.DataDirectory);
        _connectionString = new SqliteConnectionStringBuilder { DataSource = Path.Combine(directory, "snapshots.db"), DefaultTimeout = 5 }.ToString();
        try
        {
            Directory.CreateDirectory(directory);
            using var connection = Open();
            connection.Execute("PRAGMA journal_mode = WAL");
            Schema.Upgrade(connection);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or SqliteException)
        {
            throw new InvalidSettingException(
                $"{ReportOptions.Section}:{nameof(ReportOptions.DataDirectory)} is '{directory}', where no history can be kept: {exception.Message}", exception);
        }
    }

    /// <summary>A pooled connection; dispose of it after use.</summary>
    public SqliteConnection Open()
    {
        var connection = new SqliteConnection(_connectionString);
        connection.Open();
        return connection;
    }

    /// <exception cref="SqliteException">The file can't be written.</exception>
    public void CheckWritable()
    {
        using var connection = Open();
        connection.Execute("BEGIN IMMEDIATE; ROLLBACK;");
    }

    /// <summary>Closes the pooled connections, which hold the file open.</summary>
    public void Dispose()
    {
        using var connection = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(connection);
    }
}
