namespace Affluence.Simulator.Night;

/// <summary>
/// SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): the same numbers on every machine and every version of .NET, which does not promise
/// them of its own <see cref="Random"/>. Each minute and group of visitors has a stream of its own, so that none depends on what others drew.
/// </summary>
internal sealed class SeededRandom(ulong seed) : Random
{
    private const ulong Golden = 0x9e37_79b9_7f4a_7c15;

    private ulong _state = seed;

    /// <summary>The stream that some whole numbers name, in this order.</summary>
    public static SeededRandom Of(params ReadOnlySpan<int> names)
    {
        var state = Golden;
        foreach (var name in names)
        {
            state = Mix(state ^ (uint)name) + Golden;
        }

        return new SeededRandom(state);
    }

    public override double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    public override int Next(int maxValue) => (int)NextInt64(maxValue);

    public override long NextInt64() => (long)(NextUInt64() >> 1);

    // The bias of a multiplication in place of rejection is below 2^-32 for any range used here.
    public override long NextInt64(long maxValue) => (long)Math.BigMul(NextUInt64(), (ulong)maxValue, out _);

    public override long NextInt64(long minValue, long maxValue) =>
        minValue + (long)Math.BigMul(NextUInt64(), (ulong)(maxValue - minValue), out _);

    protected override double Sample() => NextDouble();

    private ulong NextUInt64() => Mix(_state += Golden);

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xbf58_476d_1ce4_e5b9;
        value = (value ^ (value >> 27)) * 0x94d0_49bb_1331_11eb;
        return value ^ (value >> 31);
    }
}
