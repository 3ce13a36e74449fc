namespace Affluence.Report.Surges;

internal enum SurgeLevel
{
    /// <summary>There is no baseline to compare with.</summary>
    Unknown,

    /// <summary>Within the ordinary, as far as the baseline tells.</summary>
    Normal,

    Surge,
}
