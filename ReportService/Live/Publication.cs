using System.Text.Json;
using Affluence.Report.Snapshots;

namespace Affluence.Report.Live;

/// <summary>One step of the live feed.</summary>
/// <param name="Composed">The last snapshot as it was composed; null before anything was.</param>
/// <param name="Told">The same as it was to be told when this was published: of its age then, and stale if it was.</param>
/// <param name="FailingSince">Since when compositions have failed; null: the last one succeeded.</param>
/// <param name="Failure">Why, in one sentence.</param>
internal sealed record Publication(Snapshot? Composed, Snapshot? Told, DateTimeOffset? FailingSince, string? Failure)
{
    private readonly TaskCompletionSource<Publication> _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly Lazy<string> _json = new(() => JsonSerializer.Serialize(Told, SnapshotJson.Options));

    /// <summary>The snapshot, written once for all clients.</summary>
    public string Json => _json.Value;

    /// <summary>Completes when a newer one is out.</summary>
    public Task<Publication> Next => _next.Task;

    public void Supersede(Publication next) => _next.SetResult(next);
}
