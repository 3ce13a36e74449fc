namespace Affluence.Faults.Tests.Gateways;

/// <summary>A clock that can be set, as by somebody who sets it wrong: the date jumps, elapsed time and timers go on.</summary>
internal sealed class ShiftedClock : TimeProvider
{
    private long _shift;

    public TimeSpan Shift
    {
        get => TimeSpan.FromTicks(Interlocked.Read(ref _shift));
        set => Interlocked.Exchange(ref _shift, value.Ticks);
    }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Shift;
}
