using Affluence.Report.History;
using Microsoft.Extensions.Options;

namespace Affluence.Report.Snapshots;

/// <summary>Answers for any past minute: as stored, or else composed from what the counter still holds, which is then not stored.</summary>
internal sealed class SnapshotArchive(
    SnapshotHistory history, MinuteComposer composer, IOptions<ReportOptions> options, TimeProvider timeProvider) : IDisposable
{
    // One composition may ask the counter for up to 67 windows; a crowd of readers must not become a crowd of those.
    private readonly SemaphoreSlim _turns = new(2);

    /// <param name="instant">Any instant; it is cut to the whole minute.</param>
    public async Task<ArchiveAnswer> FindAsync(DateTimeOffset instant, CancellationToken cancellationToken)
    {
        var at = MinuteRange.WholeMinute(instant);
        if (at > timeProvider.GetUtcNow())
        {
            return new ArchiveAnswer.Unknown("The moment lies in the future.");
        }

        // What is not final yet is counted again every few seconds: no need to do it for a reader.
        if (history.Find(at) is { } stored)
        {
            return new ArchiveAnswer.Found(stored);
        }

        await _turns.WaitAsync(cancellationToken);
        try
        {
            return await composer.ComposeAsync(at, options.Value.CounterDeadline, thirtyMinutes: true, "on_demand", cancellationToken) switch
            {
                MinuteComposition.Composed { Recorded: true, Snapshot: var snapshot } => new ArchiveAnswer.Found(snapshot),
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

    /// <summary>One revision of what is on record.</summary>
    /// <param name="instant">Any instant; it is cut to the whole minute.</param>
    /// <param name="revision">From 1.</param>
    public ArchiveAnswer FindRevision(DateTimeOffset instant, int revision) =>
        history.FindRevision(MinuteRange.WholeMinute(instant), revision) is { } snapshot
            ? new ArchiveAnswer.Found(snapshot)
            : new ArchiveAnswer.Unknown($"There is no revision {revision} of this minute, or it is not final yet.");

    public void Dispose() => _turns.Dispose();
}
