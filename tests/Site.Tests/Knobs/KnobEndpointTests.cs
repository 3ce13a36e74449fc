using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Affluence.Testing;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Affluence.Site.Tests.Knobs;

[Trait("Category", "Integration")]
public sealed class KnobEndpointTests
{
    private const string Healthy = """{"responseTime":"00:00:00","capacity":null,"errorShare":0}""";

    [Fact]
    public async Task Knobs_AtStart_AreTheConfiguredOnes()
    {
        await using var site = await SiteHost.StartAsync(
            settings: [("Site:Knobs:ResponseTime", "00:00:01.5"), ("Site:Knobs:Capacity", "7"), ("Site:Knobs:ErrorShare", "0.25")]);

        Assert.Equal("""{"responseTime":"00:00:01.5000000","capacity":7,"errorShare":0.25}""", await ReadAsync(site));
    }

    [Theory]
    [InlineData("ResponseTime", "00:01:01", "Site:Knobs:ResponseTime is '00:01:01' and must be 00:00:00 to 00:01:00.")]
    [InlineData("ResponseTime", "-00:00:01", "Site:Knobs:ResponseTime is '-00:00:01' and must be 00:00:00 to 00:01:00.")]
    [InlineData("Capacity", "-1", "Site:Knobs:Capacity is -1 and must be 0 or more, or null for no limit.")]
    [InlineData("ErrorShare", "1.1", "Site:Knobs:ErrorShare is 1.1 and must be 0 to 1.")]
    [InlineData("ErrorShare", "NaN", "Site:Knobs:ErrorShare is NaN and must be 0 to 1.")]
    public async Task Setting_OutOfRange_StopsTheStartAndIsNamed(string name, string value, string message)
    {
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => SiteHost.StartAsync(settings: [($"Site:Knobs:{name}", value)]));

        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"capacity":5}""", """{"responseTime":"00:00:00","capacity":5,"errorShare":0}""")]
    [InlineData("""{"responseTime":"00:01:00","errorShare":1}""", """{"responseTime":"00:01:00","capacity":null,"errorShare":1}""")]
    [InlineData("{}", Healthy)]
    public async Task Put_OfSomeKnobs_LeavesTheOthers(string change, string knobs)
    {
        await using var site = await SiteHost.StartAsync();

        using var response = await PutAsync(site, change);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(knobs, await ReadAsync(site));
    }

    [Fact]
    public async Task Put_OfANullCapacity_LiftsTheLimit()
    {
        await using var site = await SiteHost.StartAsync(settings: [("Site:Knobs:Capacity", "7")]);

        using var response = await PutAsync(site, """{"capacity":null}""");

        Assert.Equal(Healthy, await ReadAsync(site));
    }

    [Theory]
    [InlineData("""{"errorShare":0.5,"responseTime":"00:01:00.001"}""", "responseTime")]
    [InlineData("""{"errorShare":0.5,"responseTime":3}""", "responseTime")]
    [InlineData("""{"errorShare":0.5,"responseTime":"soon"}""", "responseTime")]
    [InlineData("""{"errorShare":0.5,"responseTime":null}""", "responseTime")]
    [InlineData("""{"errorShare":0.5,"capacity":-1}""", "capacity")]
    [InlineData("""{"errorShare":0.5,"capacity":1.5}""", "capacity")]
    [InlineData("""{"collapse":0.5}""", "collapse")]
    [InlineData("""{"responseTime":"00:00:01","capacity":5,"collapse":11}""", "collapse")]
    [InlineData("""{"responseTime":"00:00:01","capacity":5,"collapse":"much"}""", "collapse")]
    [InlineData("""{"responseTime":"00:00:01","capacity":0,"collapse":1}""", "collapse")]
    [InlineData("""{"errorShare":0.5,"capacity":99999999999}""", "capacity")]
    [InlineData("""{"errorShare":1.5}""", "errorShare")]
    [InlineData("""{"errorShare":1e999}""", "errorShare")]
    [InlineData("""{"errorShare":"0.5"}""", "errorShare")]
    [InlineData("""{"errorShare":0.5,"errorshare":0.5}""", "errorshare")]
    [InlineData("""{"errorShare":0.5,"errorShare":0.6}""", "$")]
    [InlineData("""{"errorShare":0.5""", "$")]
    [InlineData("[]", "$")]
    [InlineData("", "$")]
    public async Task Put_WithOneFault_NamesItAndTurnsNothing(string change, string field)
    {
        await using var site = await SiteHost.StartAsync();

        using var response = await PutAsync(site, change);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith(field, problem.GetProperty("errors").GetProperty(field)[0].GetString(), StringComparison.Ordinal);
        Assert.Equal(Healthy, await ReadAsync(site));
    }

    [Theory]
    [InlineData("text/plain", HttpStatusCode.UnsupportedMediaType, 10)]
    [InlineData("application/json", HttpStatusCode.RequestEntityTooLarge, 5000)]
    public async Task Put_OfSomethingElse_IsRefused(string mediaType, HttpStatusCode status, int length)
    {
        await using var site = await SiteHost.StartAsync();
        using var content = new StringContent(new string(' ', length), Encoding.UTF8, mediaType);

        using var response = await site.Management.PutAsync("/knobs", content, TestContext.Current.CancellationToken);

        Assert.Equal(status, response.StatusCode);
    }

    [Theory]
    [InlineData("slow", """{"responseTime":"00:00:03","capacity":null,"errorShare":0}""")]
    [InlineData("overloaded", """{"responseTime":"00:00:00.5000000","capacity":20,"errorShare":0}""")]
    [InlineData("failing", """{"responseTime":"00:00:00","capacity":null,"errorShare":0.5}""")]
    [InlineData("collapsing", """{"responseTime":"00:00:00.1000000","capacity":20,"errorShare":0,"collapse":0.5}""")]
    [InlineData("healthy", Healthy)]
    public async Task Preset_Posted_ReplacesAllKnobs(string preset, string knobs)
    {
        await using var site = await SiteHost.StartAsync(settings: [("Site:Knobs:ErrorShare", "0.9")]);

        using var response = await site.Management.PostAsync($"/knobs/presets/{preset}", null, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(knobs, await ReadAsync(site));
    }

    [Theory]
    [InlineData("Origin", "http://elsewhere.example", HttpStatusCode.Forbidden)]
    [InlineData("Host", "rebound.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("X-Forwarded-For", "127.0.0.1", HttpStatusCode.Unauthorized)]
    public async Task Knobs_TurnedByAWebPage_AreRefused(string header, string value, HttpStatusCode status)
    {
        await using var site = await SiteHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/knobs/presets/failing");
        request.Headers.TryAddWithoutValidation(header, value);

        using var response = await site.Management.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(status, response.StatusCode);
        Assert.Equal(Healthy, await ReadAsync(site));
    }

    [Theory]
    [InlineData("GET", "/knobs")]
    [InlineData("PUT", "/knobs")]
    [InlineData("POST", "/knobs/presets/failing")]
    public async Task Knobs_OperatorsTokenConfigured_NeedIt(string method, string path)
    {
        const string Token = "a3f1c9e07b5d48261f0c9ab7e4d35826";
        await using var site = await SiteHost.StartAsync(settings: [("Credentials:Operator:Tokens:0", Token)]);

        async Task<HttpStatusCode> SendAsync(string? authorization)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            request.Content = method == "PUT" ? new StringContent("{}", Encoding.UTF8, "application/json") : null;
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
            using var response = await site.Management.SendAsync(request, TestContext.Current.CancellationToken);
            return response.StatusCode;
        }

        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(null));
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync("Bearer 00112233445566778899aabbccddeeff"));
        Assert.Equal(HttpStatusCode.OK, await SendAsync($"Bearer {Token}"));
    }

    [Theory]
    [InlineData("127.0.0.1", HttpStatusCode.OK)]
    [InlineData("192.0.2.1", HttpStatusCode.Unauthorized)]
    public async Task Knobs_NoTokenConfigured_AreForThisMachine(string from, HttpStatusCode status)
    {
        await using var site = await SiteHost.StartAsync(services: services => services.AddSingleton<IStartupFilter>(new CallersFrom(IPAddress.Parse(from))));

        using var response = await site.Management.GetAsync("/knobs", TestContext.Current.CancellationToken);

        Assert.Equal(status, response.StatusCode);
    }

    /// <summary>As a proxy on this machine asks that says nothing of whom it asks for: nginx with one proxy_pass line.</summary>
    [Fact]
    public async Task Knobs_NoTokenConfiguredAndNoneSent_AreRefusedFromThisMachineToo()
    {
        await using var site = await SiteHost.StartAsync();
        site.Management.DefaultRequestHeaders.Authorization = null;

        using var turned = await site.Management.PostAsync("/knobs/presets/failing", null, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Unauthorized, turned.StatusCode);
    }

    [Fact]
    public async Task Knobs_OnThePublicPort_DoNotExist()
    {
        await using var site = await SiteHost.StartAsync();

        using var response = await site.Pages.GetAsync("/knobs", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    private static Task<string> ReadAsync(SiteHost site) => site.Management.GetStringAsync("/knobs", TestContext.Current.CancellationToken);

    private static async Task<HttpResponseMessage> PutAsync(SiteHost site, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        return await site.Management.PutAsync("/knobs", content, TestContext.Current.CancellationToken);
    }
}
