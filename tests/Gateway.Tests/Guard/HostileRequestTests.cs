using System.Diagnostics.Metrics;
using System.Text;
using Affluence.Gateway.Tests.Fakes;

namespace Affluence.Gateway.Tests.Guard;

/// <summary>What comes over the wire from clients that mean no good, or know no better. None of it is ever a visitor.</summary>
[Trait("Category", "Integration")]
public sealed class HostileRequestTests
{
    [Fact]
    public async Task Refusals_OfKestrelAndOfOurs_AreCountedAsRejected()
    {
        var reasons = new List<string?>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Name == "affluence.gateway.rejected_requests")
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) =>
        {
            lock (reasons)
            {
                reasons.Add(tags[0].Value as string);
            }
        });
        listener.Start();
        await using var gateway = await TestGateway.StartAsync();

        await gateway.SendRawAsync("GET / HTTP/1.1\r\nHost: localhost\r\nX : a\r\n\r\n");
        await gateway.SendRawAsync("TRACE / HTTP/1.1\r\nHost: localhost\r\n\r\n");

        await Eventually.TrueAsync(
            () =>
            {
                lock (reasons)
                {
                    return reasons.Contains("malformed") && reasons.Contains("method");
                }
            },
            () => $"counted {string.Join(' ', reasons)}");
    }

    [Fact]
    public async Task BodyOverTheLimit_Is413AndNotForwarded()
    {
        var reached = false;
        await using var gateway = await TestGateway.StartAsync(("Gateway:Guard:MaxBodyBytes", "100"));
        gateway.Site = context =>
        {
            reached = true;
            return TestGateway.Page(context);
        };

        var response = await gateway.Client.PostAsync(new Uri("/en", UriKind.Relative), new ByteArrayContent(new byte[101]));

        Assert.Equal(System.Net.HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.False(reached);
        Assert.Empty(gateway.Counter.Served());
    }

    [Theory]
    [InlineData("chunk without a size", "zz\r\nabc\r\n0\r\n\r\n", 400)]
    [InlineData("chunk longer than it says", "2\r\nabcdef\r\n0\r\n\r\n", 400)]
    [InlineData("body over the limit", "96\r\n123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890\r\n0\r\n\r\n", 413)]
    public async Task ChunkedBody_BrokenOrTooLong_IsTheVisitorsOwnFaultAndNoHit(string what, string body, int status)
    {
        await using var gateway = await TestGateway.StartAsync(("Gateway:Guard:MaxBodyBytes", "100"));
        gateway.Site = async context =>
        {
            // A site that wants the whole body before it answers.
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
            await TestGateway.Page(context);
        };

        var answer = await gateway.SendRawAsync($"POST /en HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\nTransfer-Encoding: chunked\r\n\r\n{body}");

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        await gateway.VisitAsync();
        var account = await gateway.SettledAsync(1);
        Assert.True(account.Seen == 1, $"{what} was seen as a hit");
        Assert.Equal(0UL, gateway.Counter.RefusedPageViews(Counter.V1.RefusalCause.ClientGone));
        Assert.Contains(
            "affluence_gateway_rejected_requests",
            await gateway.Management.GetStringAsync(new Uri("/metrics", UriKind.Relative)),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task ManagementPort_AskedByAnotherHostName_Answers()
    {
        await using var gateway = await TestGateway.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/health");
        // Probes and scrapers ask by an address that no configuration knows.
        request.Headers.Host = "10.1.2.3:9080";

        var response = await gateway.Management.SendAsync(request);

        Assert.Equal("Healthy", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task ManagementPaths_OnThePublicPort_BelongToTheSite()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Site = context => context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes($"site {context.Request.Path}")).AsTask();

        Assert.Equal("site /metrics", await gateway.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative)));
        Assert.Equal("site /delivery", await gateway.Client.GetStringAsync(new Uri("/delivery", UriKind.Relative)));
        Assert.Contains("affluence_gateway_hits_seen", await gateway.Management.GetStringAsync(new Uri("/metrics", UriKind.Relative)), StringComparison.Ordinal);
    }
}
