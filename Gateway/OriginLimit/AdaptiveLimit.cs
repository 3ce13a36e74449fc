namespace Affluence.Gateway.OriginLimit;

/// <summary>
/// Finds how many requests the site can work on at once. Up to its capacity a site answers each request as fast as it can; beyond
/// it all answers take longer, and a real one gets less done the more it is asked. The limit is driven towards the point where answers
/// begin to take longer than they would at half the load.
/// </summary>
/// <remarks>
/// <para>
/// It is a gradient limit, as Netflix' Gradient and Envoy's adaptive concurrency are: <c>limit ← limit · (1 + tolerance) · reference / level +
/// headroom · √limit</c>. Four things differ, each for a fault of those that the simulation shows (bench/OriginLimitSimulation, decision 20):
/// </para>
/// <list type="bullet">
/// <item>Times are compared page by page (<see cref="AnswerTimes"/>), so a change of what is asked for is not taken for load.</item>
/// <item>The reference is no minimum, which noise drives down and load drives up. Every 30 s the limit is halved for a moment, and the level at half the load is the reference.
/// All gateways do so at the same moments of the clock: a probe by one of them alone would measure the load of the others.</item>
/// <item>A decision looks at a cohort: requests that started after the last decision, until nearly all of them are answered. So the limit is cut once for
/// one effect, and the answers that come first, which are the fast ones, do not speak for all.</item>
/// <item>Where fewer requests at once do not make the site faster, it is slow for reasons of its own. The limit goes back to where it was, and if
/// the site is then no slower, that is the new reference.</item>
/// </list>
/// <para>A limit that is not reached says nothing, and stays. Not thread-safe; time is any clock that does not go back.</para>
/// </remarks>
internal sealed class AdaptiveLimit
{
    private const int SmallestCohort = 40;
    private const int SmallestProbe = 80;
    private const int LargestCohort = 300;

    /// <summary>Share of a cohort that must be answered. The last few may be downloads, or hang.</summary>
    private const double Answered = 0.95;

    private const int FewestAnswers = 5;

    /// <summary>Where few ask, a cohort need not fill, and what is missing may be downloads.</summary>
    private static readonly TimeSpan SlowCohort = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan LongestCohort = TimeSpan.FromSeconds(10);

    private readonly OriginLimitSettings _settings;
    private readonly AnswerTimes _times = new();
    private Stage _stage = Stage.Steady;
    private double _limit;
    private double _reference;
    private bool _isStarting = true;
    private int _roomyCohorts;
    private TimeSpan _nextProbe;
    private (double Limit, double Level) _before;
    private (double Limit, double Level) _descent;

    private int _cohort = 1;
    private int _size;
    private int _started;
    private int _answered;
    private int _overloaded;
    private int _peak;
    private bool _wasReached;
    private TimeSpan _began;

    public AdaptiveLimit(OriginLimitSettings settings)
    {
        _settings = settings;
        _limit = settings.Initial;
        _size = SizeOfCohort;
    }

    private enum Stage
    {
        Steady,

        /// <summary>At half the limit, to learn how fast the site is when it has less to do.</summary>
        Probing,

        /// <summary>Back at a higher limit, to learn whether the site is any slower there.</summary>
        Returning,
    }

    /// <summary>Requests that may be in flight to the site; at least one.</summary>
    public int Current => (int)_limit;

    /// <summary>How many times longer answers take than at half the load: 1 is an unloaded site. Of the last cohort.</summary>
    public double Inflation => _reference > 0 ? _times.Level / _reference : 1;

    /// <summary>Moving mean of the time to the head of an answer; zero before the first.</summary>
    public TimeSpan MeanAnswerTime => _times.Mean;

    private int SizeOfCohort => (int)Math.Clamp(_limit, _stage == Stage.Steady ? SmallestCohort : SmallestProbe, LargestCohort);

    /// <summary>A request goes to the site.</summary>
    /// <param name="inFlight">Requests in flight with this one.</param>
    /// <param name="now">The moment.</param>
    /// <returns>Its cohort, to be given back with its answer.</returns>
    public int Start(int inFlight, TimeSpan now)
    {
        _peak = Math.Max(_peak, inFlight);
        if (_started == _size)
        {
            return 0;
        }

        if (_started++ == 0)
        {
            _began = now;
        }

        return _cohort;
    }

    /// <summary>A request found the limit reached.</summary>
    public void Reach() => _wasReached = true;

    /// <summary>A request came back.</summary>
    public void Finish(in OriginAnswer answer, TimeSpan now)
    {
        if (answer.Cohort == _cohort)
        {
            Note(answer);
        }

        if (_answered >= Answered * _size || IsOverdue(now - _began))
        {
            Decide(now);
            NextCohort();
        }
    }

    /// <summary>Begins again from a small limit: what was learnt of the site before it went away may be wrong now.</summary>
    public void Restart()
    {
        _limit = Math.Min(_limit, _settings.Initial);
        _isStarting = true;
        _stage = Stage.Steady;
        _descent = default;
        _times.Discard();
        NextCohort();
    }

    private void Note(in OriginAnswer answer)
    {
        _answered++;
        if (answer.Sign == OriginSign.Answered)
        {
            _times.Add(answer.Page, answer.Time);
        }
        else if (answer.Sign is OriginSign.Overloaded or OriginSign.Silent)
        {
            _overloaded++;
        }
    }

    private bool IsOverdue(TimeSpan age) =>
        _answered >= FewestAnswers && ((age >= SlowCohort && _answered >= 0.8 * _started) || age >= LongestCohort);

    private void NextCohort()
    {
        _limit = Math.Clamp(_limit, _settings.Min, _settings.Max);
        _cohort = _cohort == int.MaxValue ? 1 : _cohort + 1;
        _size = SizeOfCohort;
        _started = _answered = _overloaded = _peak = 0;
        _wasReached = false;
    }

    private void Decide(TimeSpan now)
    {
        if (_overloaded > Math.Max(1, 0.05 * _answered))
        {
            _times.Discard();
            (_stage, _isStarting, _descent) = (Stage.Steady, false, default);
            _limit *= 0.7;
            return;
        }

        if (_times.Count == 0)
        {
            return;
        }

        var level = _times.Close();
        if (_reference == 0 || level < 0.7 * _reference)
        {
            _reference = level;
        }

        if (!_wasReached)
        {
            DecideUnreached(level);
        }
        else if (_stage == Stage.Probing)
        {
            EndProbe(level, now);
        }
        else if (_stage == Stage.Returning)
        {
            EndReturn(level);
        }
        else
        {
            DecideSteady(level, now);
        }
    }

    private void DecideUnreached(double level)
    {
        if (_stage != Stage.Steady)
        {
            (_stage, _limit) = (Stage.Steady, _before.Limit);
        }
        else if (_peak < _limit / 2)
        {
            // As good as a probe, but slow to believe that the site has become slower: the load may be that of another gateway.
            _reference += (level < _reference ? 0.3 : 0.05) * (level - _reference);
        }
    }

    private void EndProbe(double level, TimeSpan now)
    {
        var inflation = _before.Level / level;
        _reference = Math.Abs((level / _reference) - 1) < 0.2 ? (0.7 * _reference) + (0.3 * level) : level;
        _stage = Stage.Steady;
        if (inflation > 1.3)
        {
            // Half was perhaps too much still.
            _limit = Math.Max(_limit, _before.Limit * (1 + _settings.Tolerance) / inflation);
            _nextProbe = now;
        }
        else
        {
            _limit = _before.Limit;
            _nextProbe = _settings.ProbeInterval * (Math.Floor(now / _settings.ProbeInterval) + 1);
        }
    }

    private void EndReturn(double level)
    {
        _stage = Stage.Steady;
        _roomyCohorts = 0;
        if (level > 1.15 * _before.Level)
        {
            _limit = _before.Limit;
        }
        else
        {
            _reference = _before.Level;
        }
    }

    private void DecideSteady(double level, TimeSpan now)
    {
        var inflation = level / _reference;
        if (_descent.Limit > 0 && _limit <= 0.55 * _descent.Limit && level > 0.75 * _descent.Level)
        {
            (_stage, _before, _limit, _descent) = (Stage.Returning, (_limit, level), _descent.Limit, default);
        }
        else if (now >= _nextProbe && !_isStarting)
        {
            (_stage, _before, _limit, _descent) = (Stage.Probing, (_limit, level), _limit / 2, default);
        }
        else if (inflation > 1 + _settings.Tolerance)
        {
            if (_descent.Limit == 0 || _limit > _descent.Limit || level > 1.25 * _descent.Level)
            {
                _descent = (_limit, level);
            }

            (_isStarting, _roomyCohorts) = (false, 0);
            _limit = Math.Max(_limit / 2, (_limit * (1 + _settings.Tolerance) / inflation) + Headroom);
        }
        else
        {
            Grow(inflation);
        }
    }

    private void Grow(double inflation)
    {
        _roomyCohorts = inflation < 1 + (_settings.Tolerance / 2) ? _roomyCohorts + 1 : 0;
        _limit = _isStarting ? _limit * 2
            : _roomyCohorts > 2 ? _limit * 1.2
            : _limit + Headroom;
        if (_limit >= _descent.Limit)
        {
            _descent = default;
        }
    }

    private double Headroom => _settings.Headroom * Math.Sqrt(_limit);
}
