using Affluence.Gateway.Addresses;
using Affluence.Gateway.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace Affluence.Gateway.Tests.Addresses;

[Trait("Category", "Integration")]
public sealed class ProxyWatchTests
{
    private const string Question = "that is not in Gateway:TrustedProxies?";

    private readonly FakeLogCollector _log = FakeLogCollector.Create(new FakeLogCollectorOptions());

    [Fact]
    public async Task VisitorsBehindAProxyThatIsNotTrusted_AreNoticed()
    {
        await using var gateway = await StartAsync();

        await VisitAsync(gateway, visitors: AddressConcentration.SampleSize);

        Assert.Equal("Degraded", await HealthAsync(gateway));
        var warning = Assert.Single(Warnings, warning => warning.Contains(Question, StringComparison.Ordinal));
        Assert.Contains("the most frequent a private one", warning, StringComparison.Ordinal);
        Assert.Matches(@"affluence_gateway_page_views_top_addresses_share\{[^}]*\} 1\b", await MetricsAsync(gateway));
    }

    [Fact]
    public async Task VisitorsBehindATrustedProxy_AreNothingToNotice()
    {
        await using var gateway = await StartAsync(("Gateway:TrustedProxies:Networks:0", "127.0.0.0/8"));

        await VisitAsync(gateway, visitors: AddressConcentration.SampleSize);

        Assert.Equal("Healthy", await HealthAsync(gateway));
        Assert.Empty(Warnings);
    }

    [Fact]
    public async Task VisitorsSpreadAgain_IsHealthyAgain()
    {
        await using var gateway = await StartAsync(("Gateway:TrustedProxies:Networks:0", "127.0.0.0/8"));
        await VisitAsync(gateway, visitors: AddressConcentration.SampleSize, addresses: 2);
        Assert.Equal("Degraded", await HealthAsync(gateway));

        await VisitAsync(gateway, visitors: AddressConcentration.SampleSize);

        Assert.Equal("Healthy", await HealthAsync(gateway));
        Assert.Contains(_log.GetSnapshot(), entry => entry.Message.StartsWith("Visitors come from many addresses again", StringComparison.Ordinal));
    }

    [Fact]
    public async Task PrivatePeerThatForwards_AndIsNotTrusted_IsWarnedOfOnce()
    {
        await using var gateway = await StartAsync();

        await VisitAsync(gateway, visitors: 3);

        var warning = Assert.Single(Warnings);
        Assert.StartsWith("A peer with a private address sends X-Forwarded-For and is not in Gateway:TrustedProxies", warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NobodyTrusted_IsSaidAtStart()
    {
        await using var gateway = await StartAsync();
        await using var trusting = await StartAsync(("Gateway:TrustedProxies:Networks:0", "127.0.0.0/8"));

        Assert.Single(_log.GetSnapshot(), entry => entry.Message.StartsWith("Gateway:TrustedProxies names nobody", StringComparison.Ordinal));
    }

    private IEnumerable<string> Warnings => _log.GetSnapshot()
        .Where(entry => entry.Level >= LogLevel.Warning && entry.Category == typeof(ProxyWatch).FullName)
        .Select(entry => entry.Message);

    private async Task<TestGateway> StartAsync(params (string Key, string Value)[] settings) =>
        await TestGateway.StartAsync(
            gateway => gateway.Extend = builder => builder.Services.AddSingleton<ILoggerProvider>(new FakeLoggerProvider(_log)), settings);

    private static async Task VisitAsync(TestGateway gateway, int visitors, int addresses = int.MaxValue)
    {
        // One after the other: of visits at one instant only some are looked at.
        for (var visitor = 0; visitor < visitors; visitor++)
        {
            var number = visitor % addresses;
            await gateway.VisitAsync(userAgent: $"browser {visitor}", forwardedFor: $"1.2.{number / 250}.{number % 250}");
        }

        await gateway.SettledAsync(visitors);
    }

    private static Task<string> MetricsAsync(TestGateway gateway) => gateway.Management.GetStringAsync(new Uri("/metrics", UriKind.Relative));

    private static async Task<string> HealthAsync(TestGateway gateway) =>
        await (await gateway.Management.GetAsync(new Uri("/health", UriKind.Relative))).Content.ReadAsStringAsync();
}
