namespace Affluence.Gateway.OriginLimit;

/// <summary>What the limit knows of the site at a moment.</summary>
/// <param name="AwayFor">Why the site is taken for away; <see cref="OriginSign.Answered"/> while it is not.</param>
/// <param name="Limit">Requests that may be in flight.</param>
/// <param name="InFlight">Requests in flight.</param>
/// <param name="Queued">Requests that wait for a turn.</param>
/// <param name="Inflation">How many times longer answers take than at half the load.</param>
/// <param name="MeanAnswerTime">Moving mean of the time to the head of an answer.</param>
/// <param name="LongestWait">How long a request may wait for a turn at present.</param>
internal sealed record OriginStatus(
    OriginSign AwayFor, int Limit, int InFlight, int Queued, double Inflation, TimeSpan MeanAnswerTime, TimeSpan LongestWait);
