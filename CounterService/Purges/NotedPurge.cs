namespace Affluence.Counter.Purges;

/// <summary>What gateways are not to give any more. The values are stored: never change one.</summary>
internal enum PurgeScope
{
    Path = 'p',
    Prefix = 'x',
    All = 'a',
}

/// <param name="Scope">What kind of thing is meant.</param>
/// <param name="Path">Which; empty for <see cref="PurgeScope.All"/>.</param>
/// <param name="At">What was stored before is meant; whole milliseconds.</param>
internal readonly record struct NotedPurge(PurgeScope Scope, string Path, DateTimeOffset At);

/// <summary>The purges that hold.</summary>
/// <param name="Version">Another one after each purge that was noted.</param>
/// <param name="Purges">Null when the version is the one the caller knew.</param>
internal sealed record PurgeList(string StoreId, string Version, IReadOnlyList<NotedPurge>? Purges);
