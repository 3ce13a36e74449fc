namespace Affluence.OriginLimitSimulation;

/// <param name="Gateway">Index of the gateway it came to.</param>
/// <param name="Page">What it asks for.</param>
/// <param name="Work">Seconds that it takes on an idle site.</param>
/// <param name="Arrived">When it came, seconds from the start.</param>
public sealed record SimulatedRequest(int Gateway, int Page, double Work, double Arrived)
{
    public double Started { get; set; }

    /// <summary>What the limit said at its start.</summary>
    public int Mark { get; set; }
}
