namespace Affluence.OriginLimitSimulation.Rivals;

/// <summary>
/// Envoy's adaptive concurrency with its defaults: the median of 50 answers at three in flight, measured every minute, and a buffer of a quarter is the reference.
/// </summary>
public sealed class EnvoyLimit : ISimulatedLimit
{
    private readonly List<double> _times = [];
    private double _limit = 3;
    private double _reference;
    private double _until;
    private double _nextMeasurement;
    private bool _isMeasuring = true;

    public int Current => _isMeasuring ? 3 : (int)_limit;

    public void Finish(SimulatedRequest request, int inFlight, double now)
    {
        if (_isMeasuring)
        {
            Measure(request, now);
            return;
        }

        _times.Add(now - request.Started);
        if (now < _until || _times.Count < 5)
        {
            return;
        }

        _until = now + 0.1;
        var gradient = Math.Clamp(_reference * 1.25 / TakeMedian(), 0.5, 2);
        _limit = Math.Clamp((_limit * gradient) + Math.Sqrt(_limit * gradient), 3, 1000);
        if (now > _nextMeasurement)
        {
            (_isMeasuring, _until) = (true, now);
        }
    }

    private void Measure(SimulatedRequest request, double now)
    {
        if (request.Started >= _until)
        {
            _times.Add(now - request.Started);
            if (_times.Count == 50)
            {
                (_reference, _isMeasuring, _until, _nextMeasurement) = (TakeMedian(), false, now + 0.1, now + 60);
            }
        }
    }

    private double TakeMedian()
    {
        _times.Sort();
        var median = _times[_times.Count / 2];
        _times.Clear();
        return median;
    }
}
