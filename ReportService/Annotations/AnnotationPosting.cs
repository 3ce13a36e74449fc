namespace Affluence.Report.Annotations;

/// <summary>What came of noting something.</summary>
internal abstract record AnnotationPosting
{
    private AnnotationPosting()
    {
    }

    /// <param name="IsNew">False: it was noted before.</param>
    public sealed record Noted(Annotation Annotation, bool IsNew) : AnnotationPosting;

    /// <summary>The same is noted with another end.</summary>
    public sealed record EndsDiffer(Annotation Annotation) : AnnotationPosting;

    /// <summary>The request's key was used for something else.</summary>
    public sealed record KeyReused : AnnotationPosting;
}
