using Affluence.Report.Annotations;

namespace Affluence.Report.Api;

/// <summary>The annotations that touch [from, to), in order of time.</summary>
/// <param name="To">Null: without end.</param>
/// <param name="Next">Path of those after them; null: there are none.</param>
internal sealed record AnnotationList(DateTimeOffset From, DateTimeOffset? To, IReadOnlyList<Annotation> Annotations, string? Next);
