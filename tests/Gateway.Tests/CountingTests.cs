using System.Net;
using Affluence.Counter.V1;
using Affluence.Gateway.Tests.Fakes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Affluence.Gateway.Tests;

/// <summary>What reaches the counter of what visitors do.</summary>
[Trait("Category", "Integration")]
public sealed class CountingTests
{
    private static readonly (string, string)[] TrustLoopback = [("Gateway:TrustedProxies:Networks:0", "127.0.0.0/8")];

    [Fact]
    public async Task PageView_Served_IsRecordedWithCountryAndVisitor()
    {
        await using var gateway = await TestGateway.StartAsync(TrustLoopback);

        await gateway.VisitAsync(forwardedFor: "1.2.3.4");
        await gateway.VisitAsync("/en/work", forwardedFor: "1.2.3.4");
        await gateway.VisitAsync(forwardedFor: "3.3.3.3");

        await gateway.SettledAsync(3);
        Assert.Equal(["AU", "US"], gateway.Counter.Served().Select(visitor => visitor.Country).Order());
        Assert.Equal(3UL, gateway.Counter.ServedPageViews);
        Assert.Equal(3UL, gateway.Counter.Requests);
    }

    [Fact]
    public async Task ForwardedFor_FromUntrustedPeer_CountsByConnection()
    {
        await using var gateway = await TestGateway.StartAsync();

        await gateway.VisitAsync(forwardedFor: "1.2.3.4");
        await gateway.VisitAsync(forwardedFor: "3.3.3.3");

        await gateway.SettledAsync(2);
        var visitor = Assert.Single(gateway.Counter.Served());
        Assert.Equal("ZZ", visitor.Country);
    }

    [Fact]
    public async Task ForwardedFor_UnreadableFromTrustedProxy_CountsPageViewButNoVisitor()
    {
        await using var gateway = await TestGateway.StartAsync(TrustLoopback);

        await gateway.VisitAsync(forwardedFor: "unknown");

        await gateway.SettledAsync(1);
        Assert.Empty(gateway.Counter.Served());
        Assert.Equal(1UL, gateway.Counter.ServedPageViews);
    }

    [Theory]
    [InlineData("1.2.3.4", "1.2.3.4", true)]
    [InlineData("1.2.3.4", "::ffff:1.2.3.4", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("1.2.3.4", "1.2.3.5", false)]
    public async Task Visitor_IsOnePerAddressOrSlash64(string first, string second, bool same)
    {
        await using var gateway = await TestGateway.StartAsync(TrustLoopback);

        await gateway.VisitAsync(forwardedFor: first);
        await gateway.VisitAsync(forwardedFor: second);

        await gateway.SettledAsync(2);
        Assert.Equal(same ? 1 : 2, gateway.Counter.Served().Count);
    }

    [Fact]
    public async Task UserAgents_InventedByOneClient_AreVisitorsUpToTheLimit()
    {
        await using var gateway = await TestGateway.StartAsync([.. TrustLoopback, ("Gateway:Identity:VisitorsPerNetwork", "20")]);

        for (var browser = 0; browser < 100; browser++)
        {
            await gateway.VisitAsync(forwardedFor: $"1.2.3.{browser % 4}", userAgent: $"browser {browser}");
        }

        await gateway.VisitAsync(forwardedFor: "3.3.3.3");

        await gateway.SettledAsync(101);
        Assert.Equal(20 + 1 + 1, gateway.Counter.Served().Count);
        Assert.Equal(80UL, gateway.Counter.FoldedPageViews);
        Assert.Equal(2, gateway.Counter.Networks.Count);
        Assert.Equal(101UL, gateway.Counter.ServedPageViews);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1000001")]
    public async Task Start_VisitorsPerNetworkOutOfRange_IsRefusedByName(string value)
    {
        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(
            () => TestGateway.StartAsync(("Gateway:Identity:VisitorsPerNetwork", value)));

        Assert.Contains("Gateway:Identity:VisitorsPerNetwork must be 1 to 1,000,000.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UserAgent_InTwoLines_IsOneVisitorByBothTogether()
    {
        await using var gateway = await TestGateway.StartAsync();

        await gateway.SendRawAsync("GET /en HTTP/1.1\r\nHost: localhost\r\nUser-Agent: a\r\nUser-Agent: b\r\n\r\n");
        await gateway.VisitAsync(userAgent: "a,b");

        await gateway.SettledAsync(2);
        Assert.Equal(2UL, gateway.Counter.ServedPageViews);
        Assert.Single(gateway.Counter.Served());
    }

    [Fact]
    public async Task Bot_IsCountedApartAndIsNoVisitor()
    {
        await using var gateway = await TestGateway.StartAsync();

        await gateway.VisitAsync(userAgent: "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)");

        await gateway.SettledAsync(1);
        Assert.Equal(1UL, gateway.Counter.Bots);
        Assert.Equal(1UL, gateway.Counter.Requests);
        Assert.Equal(0UL, gateway.Counter.ServedPageViews);
        Assert.Empty(gateway.Counter.Served());
    }

    [Fact]
    public async Task SiteThatSaysTooManyRequests_HasTurnedTheVisitorAway()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Site = context =>
        {
            context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            return Task.CompletedTask;
        };

        await gateway.VisitAsync();

        await gateway.SettledAsync(1);
        Assert.Equal(1UL, gateway.Counter.RefusedPageViews(RefusalCause.Shed));
        Assert.Empty(gateway.Counter.Served());
    }

    [Fact]
    public async Task SiteError_IsRefusedWithCauseOriginError()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Site = context =>
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return Task.CompletedTask;
        };

        var response = await gateway.VisitAsync();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        await gateway.SettledAsync(1);
        Assert.Equal(1UL, gateway.Counter.RefusedPageViews(RefusalCause.OriginError));
        Assert.Single(gateway.Counter.RefusedVisitors);
        Assert.Empty(gateway.Counter.Served());
    }

    [Fact]
    public async Task SiteSilent_IsRefusedWithCauseTimeout()
    {
        await using var gateway = await TestGateway.StartAsync(("Gateway:Site:Timeout", "00:00:00.100"));
        gateway.Site = context => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);

        var response = await gateway.VisitAsync();

        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
        await gateway.SettledAsync(1);
        Assert.Equal(1UL, gateway.Counter.RefusedPageViews(RefusalCause.Timeout));
    }

    [Fact]
    public async Task SiteGone_IsRefusedWithCauseUnreachable()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.StopSiteAsync();

        var response = await gateway.VisitAsync();

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        await gateway.SettledAsync(1);
        Assert.Equal(1UL, gateway.Counter.RefusedPageViews(RefusalCause.Unreachable));
    }

    [Fact]
    public async Task ClientGone_BeforeAnswer_IsRefusedWithCauseClientGone()
    {
        await using var gateway = await TestGateway.StartAsync();
        var arrived = new TaskCompletionSource();
        gateway.Site = context =>
        {
            arrived.TrySetResult();
            return Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        };

        using var impatience = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/en");
        request.Headers.Accept.ParseAdd("text/html");
        var visit = gateway.Client.SendAsync(request, impatience.Token);
        await arrived.Task;
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => visit);

        await gateway.SettledAsync(1);
        Assert.Equal(1UL, gateway.Counter.RefusedPageViews(RefusalCause.ClientGone));
    }

    [Fact]
    public async Task Rotation_TwoIdentitiesValid_RecordsUnderBothWithTheSameTotals()
    {
        await using var gateway = await TestGateway.StartAsync(test => test.Identities.Epochs = [17_000, 17_001]);

        await gateway.VisitAsync();

        await gateway.SettledAsync(1);
        Assert.Single(gateway.Counter.Served(17_000));
        Assert.Single(gateway.Counter.Served(17_001));
        Assert.NotEqual(gateway.Counter.Served(17_000), gateway.Counter.Served(17_001));
        Assert.Equal(1UL, gateway.Counter.ServedPageViews);
        var totals = gateway.Counter.Records.Where(record => record.Countries.Count > 0).Select(record => record.Countries[0].ServedPageViews);
        Assert.All(totals, total => Assert.Equal(1UL, total));
    }

    [Fact]
    public async Task NoHits_WriterReportsTheBucketAllTheSame()
    {
        await using var gateway = await TestGateway.StartAsync();

        await Eventually.TrueAsync(() => gateway.Counter.Records.Count > 0, () => "no heartbeat came");

        Assert.Empty(gateway.Counter.Records.First().Countries);
    }
}
