using Affluence.Gateway.OriginLimit;

namespace Affluence.OriginLimitSimulation;

/// <summary>Plays a scenario: an event at a time, the same one for each seed.</summary>
public sealed class Simulation
{
    public const int Seconds = 120;

    /// <summary>A visitor leaves after it, and the answer is for nobody.</summary>
    private const double Patience = 10;

    private readonly Scenario _scenario;
    private readonly Random _random;
    private readonly Gateway[] _gateways;
    private readonly Outcome _outcome;

    private Simulation(Scenario scenario, Func<ISimulatedLimit> makeLimit, int seed)
    {
        _scenario = scenario;
        _random = new Random(seed);
        _gateways = [.. Enumerable.Range(0, scenario.Gateways).Select(_ => new Gateway(makeLimit(), scenario))];
        _outcome = new Outcome(Seconds, scenario.Gateways);
    }

    public static Outcome Run(Scenario scenario, Func<ISimulatedLimit> makeLimit, int seed) => new Simulation(scenario, makeLimit, seed).Run();

    private Outcome Run()
    {
        var nextArrival = 0.0;
        var second = -1;
        while (true)
        {
            var nextFinish = _scenario.Site.NextFinish;
            var nextChange = _scenario.Changes.TryPeek(out _, out var at) ? at : double.PositiveInfinity;
            var now = Math.Min(Math.Min(nextFinish, nextArrival), nextChange);
            if (now >= Seconds)
            {
                return _outcome;
            }

            for (; second < (int)now; second++)
            {
                _outcome.Allow(second + 1, _scenario.Site.BestThroughput(_scenario.MeanWork) * Math.Min(1, _scenario.Load));
            }

            if (now == nextChange)
            {
                _scenario.Site.Advance(now);
                _scenario.Changes.Dequeue()(_scenario);
            }
            else if (now == nextFinish)
            {
                var request = _scenario.Site.Finish(now);
                if (now - request.Arrived < Patience)
                {
                    _outcome.Answer(request, now);
                }

                _gateways[request.Gateway].Finish(request, now);
            }
            else
            {
                var request = Arrive(now);
                _gateways[request.Gateway].Arrive(request, now);
                nextArrival = now + (Exponential() / (_scenario.Load * _scenario.Site.BestThroughput(_scenario.MeanWork)));
            }
        }
    }

    private SimulatedRequest Arrive(double now)
    {
        var isSlow = _random.NextDouble() < _scenario.SlowShare;
        var usual = isSlow ? _scenario.SlowPage : _scenario.FastPage;
        var work = usual * (_scenario.IsExponential ? Exponential() : 0.8 + (0.4 * _random.NextDouble()));
        return new SimulatedRequest(_random.Next(_gateways.Length), isSlow ? 500 + _random.Next(20) : _random.Next(100), work, now);
    }

    private double Exponential() => -Math.Log(1 - _random.NextDouble());

    private sealed class Gateway(ISimulatedLimit limit, Scenario scenario)
    {
        private readonly OriginQueue<SimulatedRequest> _queue = new(1_000);
        private int _inFlight;

        public void Arrive(SimulatedRequest request, double now)
        {
            if (_inFlight < limit.Current && _queue.Count == 0)
            {
                Start(request, now);
                return;
            }

            limit.Reach();
            Refuse(now);
            _queue.Join(request, RequestPriority.PageView, TimeSpan.FromSeconds(now), out _);
        }

        public void Finish(SimulatedRequest request, double now)
        {
            limit.Finish(request, _inFlight, now);
            _inFlight--;
            Refuse(now);
            while (_inFlight < limit.Current && _queue.Next(TimeSpan.FromSeconds(now)) is { } next)
            {
                Start(next, now);
            }
        }

        private void Refuse(double now)
        {
            while (_queue.Overdue(TimeSpan.FromSeconds(now), TimeSpan.FromSeconds(scenario.MeanWork)) is not null)
            {
            }
        }

        private void Start(SimulatedRequest request, double now)
        {
            request.Started = now;
            request.Mark = limit.Start(++_inFlight, now);
            scenario.Site.Add(request, now);
        }
    }
}
