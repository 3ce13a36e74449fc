using System.Globalization;
using System.Runtime.CompilerServices;
using Affluence.Report.Snapshots;
using Microsoft.Extensions.Options;

namespace Affluence.Report.Live;

/// <summary>
/// The live snapshot: composed by one, read by all. An old one is never shown as new: it keeps its time, its freshness is worked out
/// when it is served, and what keeps a newer one from being made is said.
/// </summary>
internal sealed class CurrentSnapshot(IOptions<ReportOptions> options, TimeProvider timeProvider)
{
    private volatile Publication _latest = new(null, null, null, null);

    /// <summary>Time since the snapshot was composed; null when there is none.</summary>
    public TimeSpan? Age => _latest.Composed is { } snapshot ? timeProvider.GetUtcNow() - snapshot.Quality.ComposedAt : null;

    /// <summary>Why there is no newer one, or none at all.</summary>
    public string? Failure => _latest.Failure;

    /// <summary>Told by the one composer.</summary>
    public void Publish(Snapshot snapshot) => Replace(new Publication(snapshot, AsToldNow(snapshot, failure: null), null, null));

    /// <summary>Told by the one composer: it could not compose. Clients are given the last snapshot again, now marked as stale.</summary>
    public void Fail(string reason)
    {
        var since = _latest.FailingSince ?? timeProvider.GetUtcNow();
        var failure = string.Create(CultureInfo.InvariantCulture, $"Nothing newer could be composed since {since:yyyy-MM-dd'T'HH:mm:ss'Z'}: {reason}");
        var last = _latest.Composed;
        Replace(new Publication(last, last is null ? null : AsToldNow(last, failure), since, failure));
    }

    /// <summary>The snapshot as it is to be told now; null when there is none yet.</summary>
    public Snapshot? Read() => _latest is { Composed: { } snapshot } latest ? AsToldNow(snapshot, latest.Failure) : null;

    /// <summary>The newest publication at once, then each newer one; one that was superseded while the reader was busy is left out.</summary>
    public async IAsyncEnumerable<Publication> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var seen = _latest;
        while (!cancellationToken.IsCancellationRequested)
        {
            if (seen.Told is not null)
            {
                yield return seen;
            }

            try
            {
                await seen.Next.WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                yield break;
            }

            seen = _latest;
        }
    }

    private void Replace(Publication next)
    {
        var previous = _latest;
        _latest = next;
        previous.Supersede(next);
    }

    private Snapshot AsToldNow(Snapshot snapshot, string? failure)
    {
        var age = timeProvider.GetUtcNow() - snapshot.Quality.ComposedAt;
        var overdue = age > options.Value.StaleAfter
            ? string.Create(CultureInfo.InvariantCulture, $"Nothing newer was composed for {age.TotalSeconds:0} s.")
            : null;
        var freshness = snapshot.Quality.Freshness is { } then ? TimeSpan.FromSeconds(Math.Round((then + age).TotalSeconds)) : (TimeSpan?)null;
        return snapshot with { Quality = snapshot.Quality with { Freshness = freshness, Stale = failure ?? overdue } };
    }
}
