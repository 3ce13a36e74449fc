namespace Affluence.Simulator.AccessLogs;

/// <summary>
/// Opens logs to look at their beginnings, and later to read them. What can be read once only, as a pipe, stays open in between: what was read of it
/// would be missing.
/// </summary>
internal sealed class LogOpener(LogReading reading, Stream standardInput) : IAsyncDisposable
{
    private readonly Dictionary<string, AccessLog> _kept = [];
    private readonly Dictionary<string, LogFormat> _formats = [];

    /// <exception cref="LogException">It can't be opened, or is no log that can be read.</exception>
    public async Task<AccessLog> OpenAsync(string path, CancellationToken cancellationToken)
    {
        if (_kept.Remove(path, out var kept))
        {
            return kept;
        }

        var asKnown = _formats.TryGetValue(path, out var format) ? reading with { Candidates = [format] } : reading;
        return await AccessLog.OpenAsync(path, standardInput, asKnown, cancellationToken);
    }

    /// <summary>Leaves a log for later, of which only the beginning was looked at.</summary>
    public async ValueTask LeaveAsync(string path, AccessLog log)
    {
        if (log.IsReadOnce && _kept.TryAdd(path, log))
        {
            return;
        }

        if (!log.IsEmpty)
        {
            _formats[path] = log.Shape.Format;
        }

        await log.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var log in _kept.Values)
        {
            await log.DisposeAsync();
        }

        _kept.Clear();
    }
}
