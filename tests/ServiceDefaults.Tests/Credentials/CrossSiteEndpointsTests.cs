using System.Net;
using System.Text;
using static Affluence.Tests.Credentials.CredentialHost;

namespace Affluence.Tests.Credentials;

public sealed class CrossSiteEndpointsTests
{
    [Theory]
    [InlineData("application/json", HttpStatusCode.OK)]
    [InlineData("application/json; charset=utf-8", HttpStatusCode.OK)]
    [InlineData("Application/JSON", HttpStatusCode.OK)]
    [InlineData("application/json; charset=utf-16", HttpStatusCode.UnsupportedMediaType)]
    // What a form of any page can send without asking.
    [InlineData("text/plain", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/x-www-form-urlencoded", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("multipart/form-data; boundary=x", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("text/plain; application/json", HttpStatusCode.UnsupportedMediaType)]
    [InlineData(null, HttpStatusCode.UnsupportedMediaType)]
    public async Task Post_MediaType_JsonOr415(string? contentType, HttpStatusCode expected)
    {
        await using var host = await StartAsync(from: null, ("Credentials:Operator:Tokens:0", OneToken));
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes("""{"text":"done"}"""));
        if (contentType is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, "/operate") { Content = content };

        using var response = await host.SendAsync(request, $"Bearer {OneToken}");

        Assert.Equal(expected, response.StatusCode);
    }

    [Theory]
    [InlineData("http://report.example", "report.example", HttpStatusCode.OK)]
    [InlineData("http://report.example:8081", "report.example:8081", HttpStatusCode.OK)]
    // TLS ended in front of us.
    [InlineData("https://report.example", "report.example", HttpStatusCode.OK)]
    [InlineData("http://[::1]:8081", "[::1]:8081", HttpStatusCode.OK)]
    [InlineData("http://evil.example", "report.example", HttpStatusCode.Forbidden)]
    [InlineData("http://report.example.evil.example", "report.example", HttpStatusCode.Forbidden)]
    [InlineData("http://report.example:8082", "report.example:8081", HttpStatusCode.Forbidden)]
    [InlineData("http://report.example:8081", "report.example", HttpStatusCode.Forbidden)]
    [InlineData("null", "report.example", HttpStatusCode.Forbidden)]
    [InlineData("", "report.example", HttpStatusCode.Forbidden)]
    public async Task Post_Origin_OursOr403(string origin, string hostName, HttpStatusCode expected)
    {
        await using var host = await StartAsync(from: null, ("Credentials:Operator:Tokens:0", OneToken));

        using var response = await host.OperateAsync($"Bearer {OneToken}", ("Origin", origin), ("Host", hostName));

        Assert.Equal(expected, response.StatusCode);
    }

    /// <summary>A form without fields has no body, and says what it would be.</summary>
    [Theory]
    [InlineData(null, HttpStatusCode.OK)]
    [InlineData("application/json", HttpStatusCode.OK)]
    [InlineData("application/x-www-form-urlencoded", HttpStatusCode.UnsupportedMediaType)]
    public async Task Post_WithoutBody_NeedsNoMediaTypeButNotAForms(string? contentType, HttpStatusCode expected)
    {
        await using var host = await StartAsync(from: null, ("Credentials:Operator:Tokens:0", OneToken));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/press") { Content = new ByteArrayContent([]) };
        if (contentType is not null)
        {
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        using var response = await host.SendAsync(request, $"Bearer {OneToken}");

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task Delete_WithoutBody_NeedsNoMediaTypeButHeedsTheOrigin()
    {
        await using var host = await StartAsync(from: null, ("Credentials:Operator:Tokens:0", OneToken));

        using var deleted = await host.SendAsync(new HttpRequestMessage(HttpMethod.Delete, "/operate"), $"Bearer {OneToken}");
        using var refused = await host.SendAsync(new HttpRequestMessage(HttpMethod.Delete, "/operate"), $"Bearer {OneToken}", ("Origin", "http://evil.example"));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Forbidden), (deleted.StatusCode, refused.StatusCode));
    }
}
