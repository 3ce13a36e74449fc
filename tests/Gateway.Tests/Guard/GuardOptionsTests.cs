using Affluence.Gateway.Tests.Fakes;
using Microsoft.Extensions.Options;

namespace Affluence.Gateway.Tests.Guard;

[Trait("Category", "Integration")]
public sealed class GuardOptionsTests
{
    [Theory]
    [InlineData("Gateway:Guard:Hosts:0", "example.org/site", "Gateway:Guard:Hosts:0 is 'example.org/site'")]
    [InlineData("Gateway:Guard:Methods:0", "TRACE", "Gateway:Guard:Methods:0 is 'TRACE'")]
    [InlineData("Gateway:Guard:Methods:0", "GE T", "Gateway:Guard:Methods:0 is 'GE T'")]
    [InlineData("Gateway:Guard:MaxConnections", "0", "Gateway:Guard:MaxConnections must be")]
    [InlineData("Gateway:Guard:MaxBodyBytes", "-1", "Gateway:Guard:MaxBodyBytes must be")]
    [InlineData("Gateway:Guard:HeaderTimeout", "00:00:00", "Gateway:Guard:HeaderTimeout is 00:00:00")]
    [InlineData("Gateway:Guard:SlowClientGrace", "00:00:01", "Gateway:Guard:SlowClientGrace is 00:00:01")]
    [InlineData("Gateway:Guard:MinBytesPerSecond", "0", "Gateway:Guard:MinBytesPerSecond must be")]
    [InlineData("Gateway:RateLimit:Burst", "0", "Gateway:RateLimit:Burst must be")]
    [InlineData("Gateway:RateLimit:RequestsPerSecond", "-5", "Gateway:RateLimit:RequestsPerSecond must be")]
    [InlineData("Gateway:RateLimit:ExemptNetworks:0", "10.0.0.1/8", "Gateway:RateLimit:ExemptNetworks:0 is '10.0.0.1/8'")]
    [InlineData("Gateway:TrustedProxies:Networks:0", "10.0.0.1/33", "Gateway:TrustedProxies:Networks:0 is '10.0.0.1/33'")]
    [InlineData("Gateway:TrustedProxies:Networks:0", "10.0.0.1/8", "Gateway:TrustedProxies:Networks:0 is '10.0.0.1/8'")]
    [InlineData("Gateway:TrustedProxies:Networks:0", "10/8", "Gateway:TrustedProxies:Networks:0 is '10/8'")]
    [InlineData("Gateway:TrustedProxies:Networks:0", "::ffff:10.0.0.0/104", "Gateway:TrustedProxies:Networks:0 is '::ffff:10.0.0.0/104'")]
    [InlineData("Gateway:TrustedProxies:Networks:0", "10.0.0.1", "Gateway:TrustedProxies:Networks:0 is '10.0.0.1'")]
    [InlineData("Gateway:TrustedProxies:Networks:0", "0.0.0.0/0", "Gateway:TrustedProxies:Networks:0 is '0.0.0.0/0': trusting everybody")]
    [InlineData("Gateway:TrustedProxies:HopLimit", "0", "Gateway:TrustedProxies:HopLimit must be")]
    public async Task UnusableSetting_IsNamedAndTheGatewayDoesNotStart(string key, string value, string expected)
    {
        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => TestGateway.StartAsync((key, value)));

        Assert.Contains(exception.Failures, failure => failure.Contains(expected, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("www.example.org", "www.example.org", true)]
    [InlineData("www.example.org", "WWW.EXAMPLE.ORG:8080", true)]
    [InlineData("www.example.org", "example.org", false)]
    [InlineData("www.example.org", "www.example.org.evil.example", false)]
    [InlineData("*.example.org", "a.b.example.org", true)]
    [InlineData("*.example.org", "example.org", false)]
    [InlineData("*.example.org", "evilexample.org", false)]
    [InlineData("immigration-boréalie.example", "xn--immigration-boralie-pzb.example", true)]
    [InlineData("[2001:db8::1]", "[2001:db8::1]:8080", true)]
    [InlineData("*", "anything.example", true)]
    public async Task Hosts_AskedByName_PassesThoseConfigured(string configured, string asked, bool passes)
    {
        await using var gateway = await TestGateway.StartAsync(("Gateway:Guard:Hosts:0", configured));

        var answer = await gateway.SendRawAsync($"GET /en HTTP/1.1\r\nHost: {asked}\r\n\r\n");

        Assert.StartsWith(passes ? "HTTP/1.1 200 " : "HTTP/1.1 400 ", answer, StringComparison.Ordinal);
    }
}
