namespace Affluence.Gateway.OriginLimit;

/// <summary>
/// Whether the site is there. It is away when nothing but failures came of the last requests, when it has all it may be given and has answered
/// nothing for a while, or when it asks with Retry-After to be left alone. One request a second then asks whether it is back. Not thread-safe.
/// </summary>
/// <remarks>A circuit breaker (M. Nygard, Release It!) that is half open for one request at a time.</remarks>
internal sealed class OriginPresence
{
    /// <summary>Failures in a row, with no answer between them, that make the site absent.</summary>
    public const int Failures = 10;

    /// <summary>Longest pause that the site is granted; what it asks for beyond may be meant for crawlers, or a mistake.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenProbes = TimeSpan.FromSeconds(1);

    private int _failures;
    private int _pleas;
    private TimeSpan _lastSign;
    private TimeSpan _lastPage;
    private TimeSpan _nextProbe;

    /// <summary>Why the site is taken for away; <see cref="OriginSign.Answered"/> while it is not.</summary>
    public OriginSign AwayFor { get; private set; } = OriginSign.Answered;

    public bool IsAway => AwayFor != OriginSign.Answered;

    /// <summary>Whether a request may be sent to the absent site, to find out whether it is back. Whoever is allowed must send it.</summary>
    public bool TryProbe(TimeSpan now)
    {
        if (now < _nextProbe)
        {
            return false;
        }

        _nextProbe = now + BetweenProbes;
        return true;
    }

    /// <summary>A request is sent.</summary>
    /// <param name="inFlight">Requests in flight with this one.</param>
    /// <param name="now">The moment.</param>
    public void Start(int inFlight, TimeSpan now)
    {
        if (inFlight == 1)
        {
            // Before this it owed nothing.
            _lastSign = now;
        }
    }

    /// <summary>A request found the limit reached.</summary>
    public void Reach(TimeSpan now)
    {
        if (!IsAway && now - _lastSign >= LongestSilence)
        {
            Lose(OriginSign.Silent, now + BetweenProbes);
        }
    }

    /// <summary>A request came back.</summary>
    /// <param name="sign">What came of it.</param>
    /// <param name="retryAfter">For how long the site asks to be left alone, if it does.</param>
    /// <param name="now">The moment.</param>
    public void Finish(OriginSign sign, TimeSpan? retryAfter, TimeSpan now)
    {
        switch (sign)
        {
            case OriginSign.Answered:
                (_failures, _pleas, _lastSign, _lastPage, AwayFor) = (0, 0, now, now, OriginSign.Answered);
                break;
            case OriginSign.Overloaded:
                Plead(retryAfter, now);
                break;
            case OriginSign.Silent or OriginSign.Unreachable:
                if (++_failures >= Failures)
                {
                    Lose(sign, now + BetweenProbes);
                }

                break;
        }
    }

    /// <summary>
    /// One 503 among pages is a full moment, and is the limit's affair. Only a site that gives nothing else for a second is left alone.
    /// </summary>
    private void Plead(TimeSpan? retryAfter, TimeSpan now)
    {
        (_failures, _lastSign) = (0, now);
        if (retryAfter is { } pause && ++_pleas >= Failures && now - _lastPage >= TimeSpan.FromSeconds(1))
        {
            Lose(OriginSign.Overloaded, now + TimeSpan.FromTicks(Math.Clamp(pause.Ticks, BetweenProbes.Ticks, LongestPause.Ticks)));
        }
        else if (AwayFor != OriginSign.Overloaded)
        {
            AwayFor = OriginSign.Answered;
        }
    }

    private void Lose(OriginSign sign, TimeSpan nextProbe)
    {
        if (!IsAway || sign == OriginSign.Overloaded)
        {
            _nextProbe = nextProbe;
        }

        AwayFor = sign;
    }
}
