using System.Text;
using Affluence.Gateway.Tests.Fakes;
using Microsoft.AspNetCore.Http.Features;

namespace Affluence.Gateway.Tests.Proxy;

/// <summary>What the site would get directly, it gets through the gateway, byte for byte; and nothing that a visitor made up about himself.</summary>
[Trait("Category", "Integration")]
public sealed class FidelityTests
{
    [Theory]
    [InlineData("/a%2fb%5C..%2f")]
    [InlineData("/%c3%a9t%C3%A9?q=%2f+%20")]
    [InlineData("//double//slash")]
    [InlineData("/a/..;/b")]
    [InlineData("/a/%2e%2e/b")]
    [InlineData("/?")]
    [InlineData("/search?q=a&q=b&=&&")]
    public async Task Target_ReachesTheSiteAsWritten(string target)
    {
        string? seen = null;
        await using var gateway = await TestGateway.StartAsync();
        gateway.Site = context =>
        {
            seen = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
            return TestGateway.Page(context);
        };

        var answer = await gateway.SendRawAsync($"GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
        Assert.Equal(target, seen);
    }

    [Theory]
    [InlineData("User-Agent", "Zo\u00C3\u00AB")]
    [InlineData("User-Agent", "\u00E9")]
    [InlineData("Cookie", "a=\u00C3\u00A9")]
    [InlineData("Referer", "http://localhost/\u00C3\u00A9t\u00C3\u00A9")]
    public async Task HeaderBytes_PassUnchanged(string name, string bytes)
    {
        string? seen = null;
        await using var gateway = await TestGateway.StartAsync();
        gateway.Site = context =>
        {
            seen = context.Request.Headers[name];
            context.Response.Headers["X-Echo"] = "plain";
            return TestGateway.Page(context);
        };

        var answer = await gateway.SendRawAsync($"GET / HTTP/1.1\r\nHost: localhost\r\n{name}: {bytes}\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
        Assert.Equal(bytes, seen);
    }

    [Fact]
    public async Task PostedForm_PassesWithItsBody()
    {
        var seen = string.Empty;
        await using var gateway = await TestGateway.StartAsync();
        gateway.Site = async context =>
        {
            using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
            seen = await reader.ReadToEndAsync();
            await TestGateway.Page(context);
        };

        await gateway.Client.PostAsync(new Uri("/en/eligibility", UriKind.Relative), new FormUrlEncodedContent([new("name", "Zoé")]));

        Assert.Equal("name=Zo%C3%A9", seen);
    }

    [Fact]
    public async Task CaptureOff_IsABareProxy()
    {
        await using var gateway = await TestGateway.StartAsync(("Gateway:Capture:Enabled", "false"));

        var response = await gateway.VisitAsync();

        Assert.True(response.IsSuccessStatusCode);
        Assert.Equal(0, (await gateway.AccountAsync()).Seen);
    }
}
