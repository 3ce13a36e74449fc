using System.Diagnostics.Metrics;
using System.Text;
using Affluence.Gateway.Tests.Fakes;

namespace Affluence.Gateway.Tests.Guard;

/// <summary>What comes over the wire from clients that mean no good, or know no better. None of it is ever a visitor.</summary>
public sealed class HostileRequestTests
{
    private const string Host = "Host: localhost\r\n";

    public static TheoryData<string, string, int> Payloads => new()
    {
        // Framing on which two servers might disagree (RFC 9112, section 11.2).
        { "content-length and transfer-encoding", $"POST / HTTP/1.1\r\n{Host}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400 },
        { "transfer-encoding and content-length", $"POST / HTTP/1.1\r\n{Host}Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n", 400 },
        { "two lengths", $"POST / HTTP/1.1\r\n{Host}Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", 400 },
        { "signed length", $"POST / HTTP/1.1\r\n{Host}Content-Length: +3\r\n\r\nabc", 400 },
        { "negative length", $"POST / HTTP/1.1\r\n{Host}Content-Length: -1\r\n\r\n", 400 },
        { "length in hexadecimal", $"POST / HTTP/1.1\r\n{Host}Content-Length: 0x3\r\n\r\nabc", 400 },
        { "list of lengths", $"POST / HTTP/1.1\r\n{Host}Content-Length: 3, 3\r\n\r\nabc", 400 },
        { "another transfer coding", $"POST / HTTP/1.1\r\n{Host}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501 },
        { "unknown transfer coding", $"POST / HTTP/1.1\r\n{Host}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 400 },
        { "bare line feeds", "GET / HTTP/1.1\nHost: localhost\n\n", 400 },
        { "bare line feed in headers", $"GET / HTTP/1.1\r\n{Host}X: x\nContent-Length: 23\r\n\r\nGET /admin HTTP/1.1\r\n\r\n", 400 },
        { "folded header", $"GET / HTTP/1.1\r\n{Host}X: a\r\n b\r\n\r\n", 400 },
        { "space before colon", $"GET / HTTP/1.1\r\n{Host}X : a\r\n\r\n", 400 },
        { "NUL in header", $"GET / HTTP/1.1\r\n{Host}X: a\0b\r\n\r\n", 400 },
        // Hosts.
        { "no host", "GET / HTTP/1.1\r\n\r\n", 400 },
        { "two hosts", $"GET / HTTP/1.1\r\n{Host}{Host}\r\n", 400 },
        { "unknown host", "GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n", 400 },
        { "host with a path", "GET / HTTP/1.1\r\nHost: localhost/evil\r\n\r\n", 400 },
        { "another host in the target", $"GET http://169.254.169.254/latest HTTP/1.1\r\n{Host}\r\n", 400 },
        // Methods and versions.
        { "TRACE", $"TRACE / HTTP/1.1\r\n{Host}\r\n", 405 },
        { "CONNECT", $"CONNECT localhost:80 HTTP/1.1\r\nHost: localhost:80\r\n\r\n", 405 },
        { "unknown method", $"BREW / HTTP/1.1\r\n{Host}\r\n", 405 },
        { "lower-case method", $"get / HTTP/1.1\r\n{Host}\r\n", 405 },
        { "HTTP/0.9", "GET /\r\n", 400 },
        { "HTTP/9.9", $"GET / HTTP/9.9\r\n{Host}\r\n", 505 },
        // Targets and sizes.
        { "NUL in path", $"GET /a%00b HTTP/1.1\r\n{Host}\r\n", 400 },
        { "raw UTF-8 in path", $"GET /\u00C3\u00A9 HTTP/1.1\r\n{Host}\r\n", 400 },
        { "long target", $"GET /{new string('a', 9_000)} HTTP/1.1\r\n{Host}\r\n", 414 },
        { "large header", $"GET / HTTP/1.1\r\n{Host}X: {new string('a', 40_000)}\r\n\r\n", 431 },
        { "too many headers", $"GET / HTTP/1.1\r\n{Host}{string.Concat(Enumerable.Range(0, 101).Select(n => $"X{n}: 1\r\n"))}\r\n", 431 },
        { "TLS hello on a clear-text port", "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00FC\u0003\u0003\r\n\r\n", 400 },
    };

    [Theory]
    [MemberData(nameof(Payloads))]
    public async Task Refused_AndNeverCounted(string what, string payload, int status)
    {
        await using var gateway = await TestGateway.StartAsync();

        var answer = await gateway.SendRawAsync(payload);

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        await gateway.VisitAsync();
        var account = await gateway.SettledAsync(1);
        Assert.True(account.Seen == 1, $"{what} was seen as a hit");
        Assert.Single(gateway.Counter.Served());
    }

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

        var answer = await gateway.SendRawAsync($"POST /en HTTP/1.1\r\n{Host}Accept: text/html\r\nTransfer-Encoding: chunked\r\n\r\n{body}");

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
    public async Task ManagementPaths_OnThePublicPort_BelongToTheSite()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Site = context => context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes($"site {context.Request.Path}")).AsTask();

        Assert.Equal("site /metrics", await gateway.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative)));
        Assert.Equal("site /delivery", await gateway.Client.GetStringAsync(new Uri("/delivery", UriKind.Relative)));
        Assert.Contains("affluence_gateway_hits_seen", await gateway.Management.GetStringAsync(new Uri("/metrics", UriKind.Relative)), StringComparison.Ordinal);
    }
}
