namespace Affluence.Report.Dashboard.Page;

/// <summary>Why the page can't show what was asked.</summary>
public enum PageFaultKind
{
    /// <summary>A parameter is wrong: 400.</summary>
    BadParameter,

    /// <summary>There are no figures of that minute: 404.</summary>
    NoFigures,

    /// <summary>The counter can't be asked now: 503.</summary>
    Unavailable,
}

/// <param name="Detail">In English, as the API tells it.</param>
public sealed record PageFault(PageFaultKind Kind, string Detail)
{
    public int Status => Kind switch
    {
        PageFaultKind.BadParameter => StatusCodes.Status400BadRequest,
        PageFaultKind.NoFigures => StatusCodes.Status404NotFound,
        _ => StatusCodes.Status503ServiceUnavailable,
    };
}
