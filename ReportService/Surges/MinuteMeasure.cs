namespace Affluence.Report.Surges;

/// <summary>What the detector needs of one minute. Null is not known, and is never read as nought.</summary>
/// <param name="At">End of the minute, in minutes since 1970-01-01T00:00:00Z: the <c>at</c> of its snapshot.</param>
/// <param name="Visitors">Of the 5 minutes that end there.</param>
/// <param name="BaselineVisitors">Of the same civil moment a week earlier.</param>
/// <param name="ServedPageViews">Of the one minute that ends there.</param>
/// <param name="RefusedPageViews">Of the one minute that ends there.</param>
internal readonly record struct MinuteMeasure(long At, long? Visitors, long? BaselineVisitors, long? ServedPageViews, long? RefusedPageViews)
{
    /// <summary>Null when there is no baseline, or nobody in it.</summary>
    public double? Ratio => Visitors is { } now && BaselineVisitors is > 0 and var then ? (double)now / then : null;

    /// <summary>Null when no page was asked for.</summary>
    public double? RefusedShare =>
        ServedPageViews is { } served && RefusedPageViews is { } refused && served + refused > 0 ? (double)refused / (served + refused) : null;
}
