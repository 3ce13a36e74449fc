namespace Affluence.OriginLimitSimulation.Rivals;

/// <summary>Vegas of Netflix' concurrency-limits with its defaults: the shortest answer time is the reference.</summary>
public sealed class VegasLimit : ISimulatedLimit
{
    private double _limit = 20;
    private double _shortest = double.MaxValue;
    private int _sinceProbe;

    public int Current => (int)_limit;

    public void Finish(SimulatedRequest request, int inFlight, double now)
    {
        var time = now - request.Started;
        if (++_sinceProbe > 30 * _limit || time < _shortest)
        {
            _sinceProbe = time < _shortest ? _sinceProbe : 0;
            _shortest = time;
            return;
        }

        if (inFlight * 2 >= _limit)
        {
            var queued = Math.Ceiling(_limit * (1 - (_shortest / time)));
            var step = Math.Max(1, Math.Log10(_limit));
            var change = queued <= step ? 6 * step : queued < 3 * step ? step : queued > 6 * step ? -step : 0;
            _limit = Math.Clamp(_limit + change, 1, 1000);
        }
    }
}
