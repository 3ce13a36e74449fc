namespace Affluence.Gateway.Tests.Fakes;

/// <summary>Elapsed time stands still, so that nothing a test does takes any; date and timers go on.</summary>
internal sealed class StandingClock : TimeProvider
{
    public override long GetTimestamp() => 0;
}
