using Affluence.Report.History;

namespace Affluence.Report.Snapshots;

/// <summary>Answers for any past minute: as stored, or else composed from what the counter still holds, which is then not stored.</summary>
internal sealed class SnapshotArchive(SnapshotHistory history, MinuteComposer composer) : IDisposable
{
    // One composition may ask the counter for up to 67 windows; a crowd of readers must not become a crowd of those.
    private readonly SemaphoreSlim _turns = new(2);

    /// <param name="at">A whole minute that is not in the future.</param>
    public async Task<ArchiveAnswer> FindAsync(DateTimeOffset at, CancellationToken cancellationToken)
    {
        var stored = history.Find(at);
        if (stored is { Final: true })
        {
            return new ArchiveAnswer.Found(stored);
        }

        await _turns.WaitAsync(cancellationToken);
        try
        {
            return await composer.ComposeAsync(at, settled: false, cancellationToken) switch
            {
                MinuteComposition.Composed { Recorded: true, Snapshot: var snapshot } => new ArchiveAnswer.Found(snapshot),
                _ when stored is not null => new ArchiveAnswer.Found(stored),
                MinuteComposition.Composed { Snapshot: var snapshot } => new ArchiveAnswer.Unknown(snapshot.Unavailable["visitors"]),
                MinuteComposition.Lost { Reason: var reason } => new ArchiveAnswer.Unknown(reason),
                MinuteComposition.Unreachable { Reason: var reason } => new ArchiveAnswer.Unreachable(reason),
                var other => throw new InvalidOperationException($"{other.GetType()} is no kind of composition known here."),
            };
        }
        finally
        {
            _turns.Release();
        }
    }

    public void Dispose() => _turns.Dispose();
}
