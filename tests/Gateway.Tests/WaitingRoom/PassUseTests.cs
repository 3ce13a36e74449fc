using Affluence.Gateway.WaitingRoom.Tokens;

namespace Affluence.Gateway.Tests.WaitingRoom;

public sealed class PassUseTests
{
    private static readonly TimeSpan Later = TimeSpan.FromMinutes(1);

    [Fact]
    public void PassedOnToAThousandClients_IsGoodInThreeNetworks()
    {
        var use = new PassUse();

        var granted = Enumerable.Range(0, 1_000).Count(network => use.Use(7, Network(network), TimeSpan.FromSeconds(network)) == PassVerdict.Granted);

        Assert.Equal(PassUse.Networks, granted);
        Assert.Equal(PassVerdict.Granted, use.Use(7, Network(0), TimeSpan.FromHours(1)));
        Assert.Equal(PassVerdict.Granted, use.Use(8, Network(999), Later));
    }

    [Fact]
    public void SharedInOneNetwork_IsHeldToTheRateOfOne()
    {
        var use = new PassUse();

        var granted = Enumerable.Range(0, 10_000).Count(request => use.Use(7, Network(1), Later + TimeSpan.FromMilliseconds(request)) == PassVerdict.Granted);

        Assert.Equal(PassUse.Burst + (10 * PassUse.PerSecond), granted, tolerance: 1);
    }

    [Fact]
    public void MorePassesThanItRemembers_AreAllGood()
    {
        var use = new PassUse(slots: 64);

        Assert.All(Enumerable.Range(0, 10_000), pass => Assert.Equal(PassVerdict.Granted, use.Use((ulong)pass << 32, Network(pass), Later)));
    }

    private static NetworkAddress Network(int number) => NetworkAddress.FromIPv4((uint)number << 8);
}
