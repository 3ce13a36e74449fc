using Affluence.Counter.V1;
using Affluence.Gateway.Tests.Fakes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Affluence.Gateway.Tests.Privacy;

/// <summary>Visitors who asked not to be told apart: their page views count, and they do not.</summary>
[Trait("Category", "Integration")]
public sealed class VisitorWishesTests
{
    private const string Gpc = "Sec-GPC";
    private const string Dnt = "DNT";

    /// <summary>Each case is one request; several lines are parted by a bar.</summary>
    [Theory]
    [InlineData("None", Gpc, "1", false)]
    [InlineData("None", Dnt, "1", false)]
    [InlineData("Gpc", Gpc, "1", true)]
    [InlineData("gpc", "sec-gpc", "1", true)]
    [InlineData("Gpc", Dnt, "1", false)]
    [InlineData("GpcAndDnt", Gpc, "1", true)]
    [InlineData("GpcAndDnt", Dnt, "1", true)]
    [InlineData("GpcAndDnt", "dnt", "1", true)]
    [InlineData("GpcAndDnt", Dnt, "0", false)]
    [InlineData("GpcAndDnt", Gpc, "0", false)]
    [InlineData("GpcAndDnt", Dnt, "null", false)]
    [InlineData("GpcAndDnt", Dnt, "", false)]
    [InlineData("GpcAndDnt", Dnt, "11", false)]
    [InlineData("GpcAndDnt", Gpc, "true", false)]
    [InlineData("GpcAndDnt", Gpc, "?1", false)]
    [InlineData("GpcAndDnt", Gpc, "-1", false)]
    [InlineData("GpcAndDnt", Gpc, ",,;", false)]
    [InlineData("GpcAndDnt", Gpc, "0, 1", true)]
    [InlineData("GpcAndDnt", Gpc, "1|1", true)]
    [InlineData("GpcAndDnt", Gpc, "0|1", true)]
    [InlineData("GpcAndDnt", Dnt, "0|x", false)]
    public async Task Signal_AsConfigured_LeavesThePageViewAndTakesTheVisitor(string honour, string header, string lines, bool isAnonymous)
    {
        await using var gateway = await TestGateway.StartAsync(("Gateway:Privacy:Honour", honour));

        var headers = string.Concat(lines.Split('|').Select(line => $"{header}: {line}\r\n"));
        await gateway.SendRawAsync($"GET /en HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\n{headers}\r\n");

        var account = await gateway.SettledAsync(1);
        Assert.Equal(1UL, gateway.Counter.ServedPageViews);
        Assert.Equal(1UL, gateway.Counter.PageViews);
        Assert.Equal(isAnonymous ? 0 : 1, gateway.Counter.Served().Count);
        Assert.Equal(isAnonymous ? 0 : 1, gateway.Counter.Networks.Count);
        Assert.Equal(isAnonymous ? 1 : 0, account.AnonymousPageViews);
    }

    [Fact]
    public async Task Honour_Unset_IsNone()
    {
        await using var gateway = await TestGateway.StartAsync();

        await gateway.VisitAsync(headers: [(Gpc, "1"), (Dnt, "1")]);

        var account = await gateway.SettledAsync(1);
        Assert.Single(gateway.Counter.Served());
        Assert.Equal(0, account.AnonymousPageViews);
    }

    [Fact]
    public async Task VisitorsWithAndWithoutSignal_TotalsHoldAllAndVisitorsTheOthers()
    {
        await using var gateway = await TestGateway.StartAsync(
            ("Gateway:Privacy:Honour", "GpcAndDnt"), ("Gateway:TrustedProxies:Networks:0", "127.0.0.0/8"));

        await gateway.VisitAsync(forwardedFor: "1.2.3.4");
        await gateway.VisitAsync(forwardedFor: "1.2.3.4", headers: (Gpc, "1"));
        await gateway.VisitAsync(forwardedFor: "3.3.3.3", headers: (Dnt, "1"));
        await gateway.VisitAsync(userAgent: "Googlebot/2.1", forwardedFor: "3.3.3.4", headers: (Dnt, "1"));

        var account = await gateway.SettledAsync(4);
        Assert.Equal("AU", Assert.Single(gateway.Counter.Served()).Country);
        Assert.Single(gateway.Counter.Networks);
        Assert.Equal((3UL, 4UL, 1UL), (gateway.Counter.ServedPageViews, gateway.Counter.Requests, gateway.Counter.Bots));
        Assert.Equal((4, 4, 2), (account.Seen, account.Acknowledged, account.AnonymousPageViews));
        // The country is nobody's pseudonym: totals keep it.
        Assert.Contains(gateway.Counter.Records.SelectMany(record => record.Countries), hits => hits.CountryCode == "US" && hits.ServedPageViews == 1);
        var metrics = await gateway.Management.GetStringAsync("/metrics");
        Assert.Matches("affluence_gateway_anonymous_page_views_total\\{[^}]*\\} 2\\b", metrics);
    }

    [Fact]
    public async Task PageRefused_ToAVisitorWithSignal_IsRefusedAndTurnsNobodyAway()
    {
        await using var gateway = await TestGateway.StartAsync(("Gateway:Privacy:Honour", "Gpc"));
        gateway.Site = context =>
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return Task.CompletedTask;
        };

        await gateway.VisitAsync(headers: (Gpc, "1"));

        await gateway.SettledAsync(1);
        Assert.Equal(1UL, gateway.Counter.RefusedPageViews(RefusalCause.OriginError));
        Assert.Empty(gateway.Counter.RefusedVisitors);
    }

    [Fact]
    public async Task Start_HonourIsNoSignal_IsRefusedByName()
    {
        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() => TestGateway.StartAsync(("Gateway:Privacy:Honour", "7")));

        Assert.Contains("Gateway:Privacy:Honour must be None, Gpc or GpcAndDnt.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_HonourUnreadable_IsRefusedByName()
    {
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => TestGateway.StartAsync(("Gateway:Privacy:Honour", "Everything")));

        Assert.Contains("Gateway:Privacy:Honour", refusal.Message, StringComparison.Ordinal);
    }
}
