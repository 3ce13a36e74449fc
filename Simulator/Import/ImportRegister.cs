using System.Text.Json;

namespace Affluence.Simulator.Import;

/// <summary>Which imports there were under a key: a file beside it, one JSON object a line, only ever appended to.</summary>
/// <param name="keyFile">The key under which they were made.</param>
internal sealed class ImportRegister(string keyFile)
{
    private readonly string _path = keyFile + ".imports";

    /// <exception cref="UnusableArgumentException">The file can't be written.</exception>
    public void Add(ImportedLog log)
    {
        try
        {
            using var file = new StreamWriter(new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite));
            file.WriteLine(JsonSerializer.Serialize(log, JsonSerializerOptions.Web));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UnusableArgumentException($"--key-file: the register beside it, {_path}, can't be written: {exception.Message.TrimEnd('.')}.", exception);
        }
    }

    /// <summary>The imports, the latest last; of a log that was imported again under the same name, the last time.</summary>
    /// <exception cref="UnusableArgumentException">The file can't be read.</exception>
    public IReadOnlyList<ImportedLog> Read()
    {
        try
        {
            return File.Exists(_path)
                ?
                [
                    .. File.ReadLines(_path)
                        .Where(line => line.Length > 0)
                        .Select(line => JsonSerializer.Deserialize<ImportedLog>(line, JsonSerializerOptions.Web)!)
                        .GroupBy(log => (log.Name, Writer: log.Writers is [var first, ..] ? first : null))
                        .Select(again => again.Last())
                        .OrderBy(log => log.ImportedAt),
                ]
                : [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new UnusableArgumentException($"--key-file: the register beside it, {_path}, can't be read: {exception.Message.TrimEnd('.')}.", exception);
        }
    }
}
