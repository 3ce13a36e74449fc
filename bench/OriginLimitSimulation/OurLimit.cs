using Affluence.Gateway.OriginLimit;

namespace Affluence.OriginLimitSimulation;

/// <summary>The gateway's own.</summary>
public sealed class OurLimit : ISimulatedLimit
{
    private readonly AdaptiveLimit _limit = new(new OriginLimitOptions().ToSettings());

    public int Current => _limit.Current;

    public int Start(int inFlight, double now) => _limit.Start(inFlight, TimeSpan.FromSeconds(now));

    public void Reach() => _limit.Reach();

    public void Finish(SimulatedRequest request, int inFlight, double now) =>
        _limit.Finish(
            new OriginAnswer(request.Mark, request.Page, TimeSpan.FromSeconds(now - request.Started), OriginSign.Answered), TimeSpan.FromSeconds(now));
}
