namespace Affluence.OriginLimitSimulation.Rivals;

/// <summary>A limit that somebody set: none, or the one that is right for a capacity of 100.</summary>
public sealed class FixedLimit(int limit) : ISimulatedLimit
{
    public int Current => limit;

    public void Finish(SimulatedRequest request, int inFlight, double now)
    {
    }
}
