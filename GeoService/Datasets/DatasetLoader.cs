using Affluence.CountryFiles;

namespace Affluence.Geo;

/// <summary>
/// Reads a country file: by the tables kept beside it (<c>.tables</c>) when they were made of the very same bytes, else by scanning it, after
/// which its tables are kept. So every file that answers has passed the scan, and passes it once and not at every start.
/// </summary>
internal sealed partial class DatasetLoader(ILogger<DatasetLoader> logger)
{
    /// <exception cref="CountryFileException">The file can't be used; the message says why.</exception>
    public CountryDataset Load(string path, CancellationToken cancellationToken)
    {
        var file = CountryFile.ReadBytes(path);
        var tables = path + ".tables";
        if (Find(tables, CountryFile.Sha256(file)) is { } ready)
        {
            return ready;
        }

        var dataset = CountryFile.Read(file, cancellationToken);
        Keep(tables, dataset);
        return dataset;
    }

    private CountryDataset? Find(string tables, string sha256)
    {
        try
        {
            return File.Exists(tables) ? TablesFile.Read(tables, sha256) : null;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            Log.Unreadable(logger, tables, exception.Message);
            return null;
        }
    }

    private void Keep(string tables, CountryDataset dataset)
    {
        try
        {
            TablesFile.Write(tables, dataset);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Log.NotKept(logger, tables, exception.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Scanned the country file again, since its tables in {Path} can't be used: {Reason}")]
        public static partial void Unreadable(ILogger logger, string path, string reason);

        [LoggerMessage(LogLevel.Information, "The country file will be scanned at the next start too, since its tables can't be kept in {Path}: {Reason}")]
        public static partial void NotKept(ILogger logger, string path, string reason);
    }
}
