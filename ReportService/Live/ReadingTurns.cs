namespace Affluence.Report.Live;

/// <summary>
/// Turns at reading long ranges of the history: one part of one range at a time, so that whoever exports a year keeps one core busy at most, and
/// several who do take turns. A turn ends before the part is sent, since how fast it is taken is the reader's affair.
/// </summary>
internal sealed class ReadingTurns : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);

    /// <param name="read">Reads and writes into memory; it must end soon.</param>
    public async Task<T> TakeAsync<T>(Func<T> read, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(read, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}
