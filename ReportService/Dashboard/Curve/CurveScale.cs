namespace Affluence.Report.Dashboard.Curve;

/// <summary>Chooses the levels of a curve.</summary>
internal static class CurveScale
{
    private const int MostLevels = 4;

    /// <summary>Distance of the levels: 1, 2 or 5 times a power of ten, so that at most four lie between nought and the highest value.</summary>
    public static int Level(IEnumerable<double?> values)
    {
        var highest = values.Max() ?? 0;
        long scale = 1;
        while (true)
        {
            foreach (var step in (ReadOnlySpan<long>)[scale, 2 * scale, 5 * scale])
            {
                if (step * MostLevels >= highest)
                {
                    return (int)step;
                }
            }

            scale *= 10;
        }
    }
}
