using Affluence.Report.Annotations;

namespace Affluence.Report.Api;

/// <summary>What touches [from, to), each in full and in order of time.</summary>
internal sealed record SurgeList(
    DateTimeOffset From,
    DateTimeOffset To,
    IReadOnlyList<SurgeDocument> Surges,
    IReadOnlyList<DifficultyDocument> Difficulties,
    IReadOnlyList<Annotation> Annotations);
