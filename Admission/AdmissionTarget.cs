namespace Affluence.Admission;

/// <summary>
/// How many people may be inside. What is controlled is their number and not the rate of letting in: people stay for minutes, so the rate acts late.
/// </summary>
/// <remarks>
/// The target grows while the site has room and the target is reached, and is cut by the share of requests that had to be refused. A cut works only as people
/// leave, so the next one comes when no more are inside than may be, and a minute later at the soonest. That the site is idle shows at once, so growth waits for nothing.
/// Compared with others in tests/Admission.Tests (decision 21).
/// </remarks>
internal static class AdmissionTarget
{
    /// <summary>Share of refused requests at which the target is cut.</summary>
    private const double TooManyShed = 0.02;

    /// <summary>Share of requests that find the limit reached: with fewer the site has room, with more it has enough to do.</summary>
    private const double Idle = 0.05;
    private const double Busy = 0.3;

    private const double FastGrowth = 1.02;
    private const double SlowGrowth = 1.003;

    /// <summary>Refused people ask again soon, so their share of requests says more than how many are too many.</summary>
    private const double DeepestCut = 0.75;

    private const int Least = 20;

    /// <summary>How long a cut takes to work: the time for which a pass counts as inside.</summary>
    private static readonly long Effect = (long)TimeSpan.FromMinutes(1).TotalSeconds;

    /// <param name="openFor">How long the room has been open.</param>
    /// <param name="last">The last step.</param>
    /// <param name="reading">What is known.</param>
    /// <param name="called">People who were let in and have not come yet.</param>
    /// <param name="second">Now, in seconds since 1970.</param>
    public static (int Target, long HoldUntil) Next(TimeSpan openFor, in AdmissionStep last, AdmissionReading reading, int called, long second)
    {
        var people = reading.Inside + called;
        var load = reading.Load;

        // Those who were in before it opened are seen one by one, and count for a minute after they left: it is not known yet how many are too many.
        var isOpening = last.Target == 0 || openFor.TotalSeconds < Effect;
        var target = isOpening ? Math.Max(Least, Math.Max(people, last.Target)) : last.Target;
        if (!isOpening && load.ShedShare >= TooManyShed)
        {
            // While more are inside than may be, the last cut has not worked yet.
            return second >= last.HoldUntil && people <= 1.1 * target
                ? (Math.Max(Least, (int)(target * Math.Max(DeepestCut, 1 - load.ShedShare))), second + Effect)
                : (target, last.HoldUntil);
        }

        if (people < 0.9 * target || load.HeldShare >= (isOpening ? Idle : Busy))
        {
            return (target, last.HoldUntil);
        }

        return ((int)Math.Ceiling(target * (load.HeldShare < Idle ? FastGrowth : SlowGrowth)), last.HoldUntil);
    }
}
