namespace Affluence.Report.Alerts.Webhooks;

/// <summary>When a delivery that failed is tried again: after 5 s, then twice as long each time up to 10 minutes, for a day. A refused one, five times.</summary>
internal static class RetrySchedule
{
    /// <summary>How long after an alert was made it is tried again; tried once it is in any case.</summary>
    public static readonly TimeSpan GiveUpAfter = TimeSpan.FromHours(24);

    /// <summary>
    /// How often an alert is tried that the receiver refuses (4xx): long enough for one that is being set up, 75 s, and no reason to keep what
    /// belongs behind it for a day.
    /// </summary>
    public const int MostRefusals = 5;

    private static readonly TimeSpan First = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);
    private const double Jitter = 0.2;

    /// <summary>The wait after an attempt.</summary>
    /// <param name="attempts">How many there were, at least 1.</param>
    /// <param name="retryAfter">What the receiver asked for; it is never asked sooner than that.</param>
    /// <param name="random">From 0 to 1: spreads receivers and reports that failed together.</param>
    public static TimeSpan WaitAfter(int attempts, TimeSpan? retryAfter, double random)
    {
        var doubled = First * Math.Pow(2, Math.Min(attempts - 1, 30));
        var wait = (doubled < Longest ? doubled : Longest) * (1 + (Jitter * ((2 * random) - 1)));
        return retryAfter > wait ? retryAfter.Value : wait;
    }
}
