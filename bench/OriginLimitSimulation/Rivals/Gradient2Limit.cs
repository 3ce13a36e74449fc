namespace Affluence.OriginLimitSimulation.Rivals;

/// <summary>Gradient2 of Netflix' concurrency-limits with its defaults: the long-term mean of answer times is the reference.</summary>
public sealed class Gradient2Limit : ISimulatedLimit
{
    private double _limit = 20;
    private double _longTerm;
    private int _seen;

    public int Current => (int)_limit;

    public void Finish(SimulatedRequest request, int inFlight, double now)
    {
        var time = now - request.Started;
        _longTerm = ++_seen <= 10 ? ((_longTerm * (_seen - 1)) + time) / _seen : _longTerm + ((time - _longTerm) * 2 / 601);
        if (_longTerm / time > 2)
        {
            _longTerm *= 0.95;
        }

        if (inFlight >= _limit / 2)
        {
            var gradient = Math.Clamp(1.5 * _longTerm / time, 0.5, 1);
            _limit = Math.Clamp((0.8 * _limit) + (0.2 * ((_limit * gradient) + 4)), 20, 1000);
        }
    }
}
