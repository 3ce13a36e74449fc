namespace Affluence.Counter.Windows;

/// <summary>
/// The standard error of sums of HyperLogLog estimates. One estimate of a sketch with m registers has a relative standard error of
/// 1.04/√m (Flajolet et al. 2007; Heule et al. 2013); Redis and Garnet have m = 16384 and estimate by Ertl 2017, which keeps to it at
/// every size. Sketches of different visitors err independently, so the variances of their estimates add up.
/// </summary>
internal sealed class SketchError
{
    /// <summary>1.04/√16384: 0.81 %.</summary>
    public const double OfOneSketch = 1.04 / 128;

    private double _variance;
    private double _sum;

    public void Add(long estimate)
    {
        var deviation = OfOneSketch * estimate;
        _variance += deviation * deviation;
        _sum += estimate;
    }

    /// <summary>In visitors.</summary>
    public double Absolute => Math.Sqrt(_variance);

    /// <summary>As a share of the sum; zero when that is zero.</summary>
    public double Relative => _sum > 0 ? Absolute / _sum : 0;
}
