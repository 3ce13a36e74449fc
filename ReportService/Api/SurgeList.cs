using Affluence.Report.Surges;

namespace Affluence.Report.Api;

/// <summary>What happened in [from, to), in order of time.</summary>
internal sealed record SurgeList(DateTimeOffset From, DateTimeOffset To, IReadOnlyList<Surge> Surges, IReadOnlyList<Difficulty> Difficulties);
