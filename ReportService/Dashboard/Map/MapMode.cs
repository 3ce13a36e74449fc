namespace Affluence.Report.Dashboard.Map;

/// <summary>What the colour of a country stands for.</summary>
public enum MapMode
{
    /// <summary>Its share of all visitors; 0.5 is one half.</summary>
    Share,

    /// <summary>Its visitors for each visitor from there at the same moment a week earlier.</summary>
    Ratio,
}
