namespace Affluence.Simulator.Live;

/// <summary>One part of the mix: shares of 0 to 1.</summary>
public sealed record ShareComparison(string Name, double Sent, double Reported)
{
    public double Difference => Reported - Sent;

    public bool Agrees => Math.Abs(Difference) <= LiveVerdict.ShareTolerance;
}
