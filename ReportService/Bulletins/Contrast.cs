using Affluence.Report.Languages;

namespace Affluence.Report.Bulletins;

/// <summary>What is said of a ratio.</summary>
/// <param name="Likeness">In which terms.</param>
/// <param name="Figure">Times or per cent, rounded; 0 where the terms need none.</param>
internal readonly record struct Contrast(Likeness Likeness, decimal Figure)
{
    private const double Alike = 0.05;

    /// <summary>Of two numbers above 0.</summary>
    public static Contrast Of(double now, double then)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(now);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(then);
        var ratio = now / then;
        if (Rounding.Times(ratio) is >= 2 and var times)
        {
            return new Contrast(Likeness.TimesAsMany, times);
        }

        return (ratio - 1) switch
        {
            >= Alike => new Contrast(Likeness.PercentMore, Rounding.WholePercent(ratio - 1)),
            > -Alike => new Contrast(Likeness.AboutAsMany, 0),
            _ => Rounding.WholePercent(1 - ratio) is < 100 and var fewer
                ? new Contrast(Likeness.PercentFewer, fewer)
                : new Contrast(Likeness.HardlyAny, 0),
        };
    }
}
