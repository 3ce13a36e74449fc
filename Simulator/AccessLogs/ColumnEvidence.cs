namespace Affluence.Simulator.AccessLogs;

/// <summary>Whether fields that were not read for the client's address hold addresses too, seen at some of a log's lines.</summary>
internal sealed class ColumnEvidence
{
    /// <summary>Where fewer lines have something else there, it is what some clients send, and not what a proxy of the site writes.</summary>
    private const int OneInIsMany = 10;

    private readonly Dictionary<string, int> _filled = [];
    private int _lines;
    private string? _read;

    /// <param name="columns">Of one line that could be read.</param>
    public void Add(IReadOnlyList<LogColumn> columns)
    {
        var read = columns.FirstOrDefault(column => column.IsRead);
        if (read is null)
        {
            return;
        }

        _lines++;
        _read ??= read.Name;
        foreach (var column in columns)
        {
            if (!column.IsRead && HoldsAnother(column, LoggedClient.AddressesIn(read.Text) is [.., var client] ? client : null))
            {
                _filled[column.Name] = _filled.GetValueOrDefault(column.Name) + 1;
            }
        }
    }

    public void Add(ColumnEvidence other)
    {
        _lines += other._lines;
        _read ??= other._read;
        foreach (var (name, lines) in other._filled)
        {
            _filled[name] = _filled.GetValueOrDefault(name) + lines;
        }
    }

    public void Clear()
    {
        _filled.Clear();
        (_lines, _read) = (0, null);
    }

    /// <summary>The field that was read, and the one that holds most addresses beside it; null if none holds many.</summary>
    public (string Read, string Filled)? Doubtful()
    {
        var (name, lines) = _filled.Count == 0 ? default : _filled.MaxBy(filled => filled.Value);
        return lines * OneInIsMany >= _lines && name is not null && _read is not null ? (_read, name) : null;
    }

    /// <summary>Whether a field holds another address than the client's, which is not that of a server behind the one that wrote the log: a private one beside a public client's.</summary>
    private static bool HoldsAnother(LogColumn column, NetworkAddress? client) => LoggedClient.AddressesIn(column.Text, column.IsFreeText).Any(
        other => other != client && !(client is { } known && AddressClassifier.IsPrivate(other) && !AddressClassifier.IsPrivate(known)));
}
