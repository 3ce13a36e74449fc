namespace Affluence.OriginLimitSimulation;

/// <summary>A limit under test. Times are seconds from the start.</summary>
public interface ISimulatedLimit
{
    int Current { get; }

    /// <returns>A mark that comes back with the answer.</returns>
    int Start(int inFlight, double now) => 0;

    /// <summary>A request found the limit reached.</summary>
    void Reach()
    {
    }

    void Finish(SimulatedRequest request, int inFlight, double now);
}
