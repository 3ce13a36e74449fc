using Affluence.Gateway.RateLimit;
using FsCheck;
using FsCheck.Fluent;

namespace Affluence.Gateway.Tests.RateLimit;

public sealed class ClientRatesTests
{
    private static readonly NetworkAddress Client = NetworkAddress.FromIPv4(0x01020304);

    [Fact]
    public void Take_QuietClient_HasItsBurstAndNoMore()
    {
        var rates = new ClientRates(burst: 5, requestsPerSecond: 10);

        Assert.All(Enumerable.Range(0, 5), _ => Assert.Equal(TimeSpan.Zero, rates.Take(Client, TimeSpan.FromHours(1))));
        Assert.Equal(TimeSpan.FromMilliseconds(100), rates.Take(Client, TimeSpan.FromHours(1)));
    }

    [Fact]
    public void Take_AfterTheWaitItWasTold_IsAllowedOnce()
    {
        var rates = new ClientRates(burst: 2, requestsPerSecond: 4);
        rates.Take(Client, TimeSpan.Zero);
        rates.Take(Client, TimeSpan.Zero);
        var wait = rates.Take(Client, TimeSpan.Zero);

        Assert.NotEqual(TimeSpan.Zero, rates.Take(Client, wait - TimeSpan.FromTicks(1)));
        Assert.Equal(TimeSpan.Zero, rates.Take(Client, wait));
        Assert.NotEqual(TimeSpan.Zero, rates.Take(Client, wait));
    }

    [Fact]
    public void Take_AtTheAllowedRate_IsAllowedForEver()
    {
        var rates = new ClientRates(burst: 1, requestsPerSecond: 100);

        Assert.All(Enumerable.Range(0, 10_000), request => Assert.Equal(TimeSpan.Zero, rates.Take(Client, TimeSpan.FromMilliseconds(10 * request))));
    }

    [Fact]
    public void Take_QuietForLong_SavesNoMoreThanABurst()
    {
        var rates = new ClientRates(burst: 3, requestsPerSecond: 1_000);
        rates.Take(Client, TimeSpan.Zero);

        Assert.Equal(3, Allowed(rates, Client, Enumerable.Repeat(TimeSpan.FromDays(1), 10)));
    }

    [Fact]
    public void Take_AddressesOfOneSlash64_AreOneClient()
    {
        var rates = new ClientRates(burst: 4, requestsPerSecond: 1);

        var allowed = Enumerable.Range(1, 1_000).Count(host => rates.Take(new NetworkAddress(0x20010db800000001, (ulong)host), TimeSpan.Zero) == TimeSpan.Zero);

        Assert.Equal(4, allowed);
    }

    [Fact]
    public void Take_OtherClients_AreNotHeldBackByOneThatFloods()
    {
        var rates = new ClientRates(burst: 4, requestsPerSecond: 1);
        Allowed(rates, Client, Enumerable.Repeat(TimeSpan.Zero, 10_000));

        var allowed = Enumerable.Range(1, 1_000).Count(other => rates.Take(NetworkAddress.FromIPv4((uint)other), TimeSpan.Zero) == TimeSpan.Zero);

        // One of a million buckets is empty, and hardly one of these clients can have it.
        Assert.InRange(allowed, 999, 1_000);
    }

    [Fact]
    public void Take_AnyArrivals_NeverMoreThanBurstPlusRateInAnySpan() =>
        Prop.ForAll(
            ArbMap.Default.ArbFor<(PositiveInt Burst, PositiveInt Rate, NonNegativeInt[] GapsInMilliseconds)>(),
            input =>
            {
                var (burst, rate) = ((input.Burst.Get % 20) + 1, (input.Rate.Get % 50) + 1);
                var rates = new ClientRates(burst, rate);
                var now = TimeSpan.Zero;
                var allowed = new List<TimeSpan>();
                foreach (var gap in input.GapsInMilliseconds)
                {
                    now += TimeSpan.FromMilliseconds(gap.Get % 100);
                    if (rates.Take(Client, now) == TimeSpan.Zero)
                    {
                        allowed.Add(now);
                    }
                }

                return allowed.Index().All(first => allowed.Index().Skip(first.Index).All(last =>
                    last.Index - first.Index + 1 <= burst + ((last.Item - first.Item).TotalSeconds * rate) + 0.001));
            }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task Take_ManyThreadsAtOnce_GiveOutEachTokenOnce()
    {
        var rates = new ClientRates(burst: 1_000, requestsPerSecond: 1);

        var allowed = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Allowed(rates, Client, Enumerable.Repeat(TimeSpan.Zero, 1_000)))));

        Assert.Equal(1_000, allowed.Sum());
    }

    private static int Allowed(ClientRates rates, NetworkAddress client, IEnumerable<TimeSpan> arrivals) =>
        arrivals.Count(now => rates.Take(client, now) == TimeSpan.Zero);
}
