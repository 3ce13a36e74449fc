namespace Affluence.OriginLimitSimulation.Rivals;

/// <summary>One more for each full limit of answers, a tenth less for an answer of more than three times a page's usual 100 ms, once per effect.</summary>
public sealed class AimdLimit : ISimulatedLimit
{
    private const double Threshold = 0.3;

    private double _limit = 20;
    private double _lastCut;

    public int Current => (int)_limit;

    public void Finish(SimulatedRequest request, int inFlight, double now)
    {
        if (now - request.Started <= Threshold)
        {
            _limit = inFlight * 2 >= _limit ? Math.Min(1000, _limit + (1 / _limit)) : _limit;
        }
        else if (request.Started > _lastCut)
        {
            (_limit, _lastCut) = (Math.Max(1, _limit * 0.9), now);
        }
    }
}
