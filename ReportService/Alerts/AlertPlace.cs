using System.Globalization;

namespace Affluence.Report.Alerts;

/// <summary>Where in the list of alerts, newest first, one stands: what comes after it stands at a lesser place.</summary>
/// <param name="Made">Unix milliseconds.</param>
/// <param name="Row">Tells those of the same millisecond apart.</param>
internal readonly record struct AlertPlace(long Made, long Row)
{
    /// <summary>Before the newest.</summary>
    public static AlertPlace Top { get; } = new(long.MaxValue, long.MaxValue);

    public static bool TryParse(string text, out AlertPlace place)
    {
        var (made, row) = (0L, 0L);
        var known = text.Split('-') is [var first, var second]
            && long.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out made)
            && long.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out row);
        place = new AlertPlace(made, row);
        return known;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Made}-{Row}");
}
