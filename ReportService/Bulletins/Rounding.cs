namespace Affluence.Report.Bulletins;

/// <summary>Figures as they are said aloud: no more digits than a listener takes for true.</summary>
internal static class Rounding
{
    /// <summary>Two figures from 100 on: 200,112 is 200,000, 17,003 is 17,000. Below that the number itself.</summary>
    public static long People(long count)
    {
        long scale = 1;
        while (count / scale >= 100)
        {
            scale *= 10;
        }

        return (count + (scale / 2)) / scale * scale;
    }

    /// <summary>Whole from 10 on, below that one decimal.</summary>
    public static decimal Times(double ratio) => Math.Round((decimal)ratio, ratio >= 10 ? 0 : 1, MidpointRounding.AwayFromZero);

    /// <summary>Whole per cent.</summary>
    public static decimal Percent(double share) => Math.Round((decimal)share * 100, 0, MidpointRounding.AwayFromZero);

    /// <summary>Per cent with one decimal, for small shares that are compared.</summary>
    public static decimal FinePercent(double share) => Math.Round((decimal)share * 100, 1, MidpointRounding.AwayFromZero);
}
