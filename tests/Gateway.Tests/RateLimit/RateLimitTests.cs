using System.Net;
using Affluence.Counter.V1;
using Affluence.Gateway.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace Affluence.Gateway.Tests.RateLimit;

[Trait("Category", "Integration")]
public sealed class RateLimitTests
{
    private static readonly (string, string)[] Tight =
    [
        ("Gateway:RateLimit:Burst", "2"),
        ("Gateway:RateLimit:RequestsPerSecond", "1"),
        ("Gateway:RateLimit:ExemptNetworks:0", "192.0.2.0/24"),
        ("Gateway:TrustedProxies:Networks:0", "127.0.0.0/8"),
    ];

    [Fact]
    public async Task OverTheLimit_Is429WithTheTimeToWaitAndSiteNotAsked()
    {
        var asked = 0;
        await using var gateway = await StartAsync(Tight);
        gateway.Site = context =>
        {
            Interlocked.Increment(ref asked);
            return TestGateway.Page(context);
        };

        var response = await ThirdVisitAsync(gateway, "1.2.3.4");

        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), response.Headers.RetryAfter!.Delta);
        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task OverTheLimit_IsCountedAsRefusedWithCauseShed()
    {
        await using var gateway = await StartAsync(Tight);

        await ThirdVisitAsync(gateway, "1.2.3.4");

        await gateway.SettledAsync(3);
        Assert.Equal(2UL, gateway.Counter.ServedPageViews);
        Assert.Equal(1UL, gateway.Counter.RefusedPageViews(RefusalCause.Shed));
        Assert.Single(gateway.Counter.RefusedVisitors);
        Assert.Equal(3UL, gateway.Counter.Requests);
    }

    [Fact]
    public async Task OverTheLimit_OthersAreServed()
    {
        await using var gateway = await StartAsync(Tight);
        await ThirdVisitAsync(gateway, "1.2.3.4");

        Assert.Equal(HttpStatusCode.OK, (await gateway.VisitAsync(forwardedFor: "1.2.3.5")).StatusCode);
    }

    [Fact]
    public async Task OverTheLimit_WithinOneSlash64_IsOneClient()
    {
        await using var gateway = await StartAsync(Tight);
        await gateway.VisitAsync(forwardedFor: "2001:db8::1");
        await gateway.VisitAsync(forwardedFor: "2001:db8::2");

        Assert.Equal(HttpStatusCode.TooManyRequests, (await gateway.VisitAsync(forwardedFor: "2001:db8::3")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await gateway.VisitAsync(forwardedFor: "2001:db8:0:1::3")).StatusCode);
    }

    [Theory]
    // Exempt by the test's setting; and nobody who could be held to a limit.
    [InlineData("192.0.2.7")]
    [InlineData("unknown")]
    public async Task ExemptOrUnknown_IsServed(string forwardedFor)
    {
        await using var gateway = await StartAsync(Tight);

        Assert.Equal(HttpStatusCode.OK, (await ThirdVisitAsync(gateway, forwardedFor)).StatusCode);
    }

    [Fact]
    public async Task PrivateAddress_ByDefault_IsServed()
    {
        await using var gateway = await StartAsync(("Gateway:RateLimit:Burst", "1"), ("Gateway:RateLimit:RequestsPerSecond", "1"));

        Assert.Equal(HttpStatusCode.OK, (await ThirdVisitAsync(gateway, forwardedFor: null)).StatusCode);
    }

    [Fact]
    public async Task SwitchedOff_IsServed()
    {
        await using var gateway = await StartAsync([.. Tight, ("Gateway:RateLimit:Enabled", "false")]);

        Assert.Equal(HttpStatusCode.OK, (await ThirdVisitAsync(gateway, "1.2.3.4")).StatusCode);
    }

    private static Task<TestGateway> StartAsync(params (string Key, string Value)[] settings) =>
        TestGateway.StartAsync(
            gateway => gateway.Extend = builder => builder.Services.AddSingleton<TimeProvider>(new StandingClock()), settings);

    private static async Task<HttpResponseMessage> ThirdVisitAsync(TestGateway gateway, string? forwardedFor)
    {
        await gateway.VisitAsync(forwardedFor: forwardedFor);
        await gateway.VisitAsync(forwardedFor: forwardedFor);
        return await gateway.VisitAsync(forwardedFor: forwardedFor);
    }
}
