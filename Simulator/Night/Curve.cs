namespace Affluence.Simulator.Night;

/// <summary>A figure over the evening: straight lines between some points, level before the first and after the last.</summary>
/// <remarks>Straight lines and no exponentials, whose last digit differs from machine to machine.</remarks>
internal sealed class Curve(params (double Minute, double Value)[] points)
{
    public static Curve Nought { get; } = new((0, 0));

    /// <param name="minute">Since 23:00.</param>
    public double At(double minute)
    {
        if (minute <= points[0].Minute)
        {
            return points[0].Value;
        }

        for (var index = 1; index < points.Length; index++)
        {
            if (minute <= points[index].Minute)
            {
                var (before, after) = (points[index - 1], points[index]);
                return before.Value + ((after.Value - before.Value) * (minute - before.Minute) / (after.Minute - before.Minute));
            }
        }

        return points[^1].Value;
    }
}
