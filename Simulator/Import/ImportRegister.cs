using System.Text.Json;

namespace Affluence.Simulator.Import;

/// <summary>
/// Which imports there were under a key, and which were retracted: a file beside it, one JSON object a line, only ever appended to.
/// </summary>
/// <param name="keyFile">The key under which they were made.</param>
internal sealed class ImportRegister(string keyFile)
{
    /// <summary>In lines of retractions alone: a quote within a value is escaped.</summary>
    private const string RetractionMember = "\"retracted\":";

    private readonly string _path = keyFile + ".imports";

    /// <exception cref="UnusableArgumentException">The file can't be written.</exception>
    public void Add(ImportedLog log) => Append(JsonSerializer.Serialize(log, ImportRegisterJson.Default.ImportedLog));

    /// <exception cref="UnusableArgumentException">The file can't be written.</exception>
    public void AddRetraction(string source, DateTimeOffset at) =>
        Append(JsonSerializer.Serialize(new Retraction(source, at), ImportRegisterJson.Default.Retraction));

    /// <summary>The sources that were retracted.</summary>
    /// <exception cref="UnusableArgumentException">The file can't be read.</exception>
    public IReadOnlySet<string> ReadRetracted() => ReadLines(retractionsAlone: true).Retracted.Keys.ToHashSet(StringComparer.Ordinal);

    /// <summary>
    /// The imports, the latest last; of a log that was imported again under the same name, the last time. What had no request, or never came to the counter, is not among them.
    /// </summary>
    /// <exception cref="UnusableArgumentException">The file can't be read.</exception>
    public IReadOnlyList<ImportedLog> Read()
    {
        var (logs, retracted) = ReadLines(retractionsAlone: false);
        return
        [
            .. logs
                .GroupBy(KeyOf)
                .Select(again => again.LastOrDefault(log => log is { IsWhole: true, Requests: > 0 }) ?? again.Last())
                .Where(log => log is not { IsWhole: true, Requests: 0 })
                .Select(log => log.Source is { } source && retracted.TryGetValue(source, out var at) ? log with { RetractedAt = at } : log)
                .OrderBy(log => log.ImportedAt),
        ];
    }

    private (List<ImportedLog> Logs, Dictionary<string, DateTimeOffset> Retracted) ReadLines(bool retractionsAlone)
    {
        var logs = new List<ImportedLog>();
        var retracted = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        try
        {
            foreach (var line in File.Exists(_path) ? File.ReadLines(_path).Where(line => line.Length > 0) : [])
            {
                if (line.Contains(RetractionMember, StringComparison.Ordinal))
                {
                    var retraction = JsonSerializer.Deserialize(line, ImportRegisterJson.Default.Retraction)!;
                    retracted[retraction.Retracted] = retraction.At;
                }
                else if (!retractionsAlone)
                {
                    Add(logs, JsonSerializer.Deserialize(line, ImportRegisterJson.Default.ImportedLog)!);
                }
            }

            return (logs, retracted);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new UnusableArgumentException($"--key-file: the register beside it, {_path}, can't be read: {exception.Message.TrimEnd('.')}.", exception);
        }
    }

    private static void Add(List<ImportedLog> logs, ImportedLog log)
    {
        if (!log.IsVoid)
        {
            logs.Add(log);
        }
        else if (logs.FindLastIndex(before => !before.IsWhole && KeyOf(before) == KeyOf(log)) is >= 0 and var begun)
        {
            logs.RemoveAt(begun);
        }
    }

    private static (string Name, string? Source, string? Writer) KeyOf(ImportedLog log) => (log.Name, log.Source, log.Writers is [var first, ..] ? first : null);

    private void Append(string line)
    {
        try
        {
            using var file = new StreamWriter(new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite));
            file.WriteLine(line);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UnusableArgumentException($"--key-file: the register beside it, {_path}, can't be written: {exception.Message.TrimEnd('.')}.", exception);
        }
    }

    /// <param name="Retracted">A source.</param>
    internal sealed record Retraction(string Retracted, DateTimeOffset At);
}
