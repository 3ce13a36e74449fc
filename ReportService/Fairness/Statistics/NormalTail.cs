namespace Affluence.Report.Fairness.Statistics;

/// <summary>Tails of the standard normal distribution.</summary>
/// <remarks>M. Abramowitz, I. A. Stegun: Handbook of Mathematical Functions (1964), 7.1.6 and 7.1.14.</remarks>
internal static class NormalTail
{
    /// <summary>95 % lie between minus this and this.</summary>
    public const double Z95 = 1.959963984540054;

    private const double SeriesEnds = 2.5;
    private const int FractionTerms = 100;

    /// <summary>The probability of at least <paramref name="z"/>, which is not negative, on either side: erfc(z / √2). Relative error below 1e-11.</summary>
    public static double TwoSided(double z)
    {
        var x = z / Math.Sqrt(2);
        return x < SeriesEnds ? 1 - ErrorFunction(x) : Complement(x);
    }

    private static double ErrorFunction(double x)
    {
        var (term, sum) = (x, x);
        for (var n = 1; sum + term != sum; n++)
        {
            term *= 2 * x * x / ((2 * n) + 1);
            sum += term;
        }

        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }

    private static double Complement(double x)
    {
        var fraction = x;
        for (var n = FractionTerms; n > 0; n--)
        {
            fraction = x + (n / 2.0 / fraction);
        }

        return Math.Exp(-x * x) / (Math.Sqrt(Math.PI) * fraction);
    }
}
