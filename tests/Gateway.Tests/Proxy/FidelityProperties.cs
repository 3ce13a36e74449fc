using System.Text;
using Affluence.Gateway.Tests.Fakes;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.AspNetCore.Http.Features;

namespace Affluence.Gateway.Tests.Proxy;

/// <summary>
/// What passes, passes byte for byte; what does not is answered 400, and the site sees nothing of it. There is no third thing, such as a
/// request that the site sees otherwise than it was sent.
/// </summary>
[Trait("Category", "Integration")]
public sealed class FidelityProperties
{
    private const int Cases = 300;

    // Visible ASCII, with what means something in a target more often than the rest.
    private static readonly Gen<string> Target = TextOf(Gen.OneOf(
        Gen.Choose('!', '~').Select(code => (char)code),
        Gen.Elements('%', '/', '.', '?', '&', ';', '\\', '2', 'f', 'F', 'e', 'c', '0'))).Select(text => "/" + text);

    // Any byte but those that end a line. White space around a value is no part of it.
    private static readonly Gen<string> HeaderValue =
        TextOf(Gen.Choose(1, 255).Where(code => code is not ('\r' or '\n')).Select(code => (char)code)).Select(text => text.Trim(' ', '\t'));

    private static readonly Gen<string> PrintableValue =
        TextOf(Gen.Choose(0x20, 0xFF).Where(code => code != 0x7F).Select(code => (char)code)).Select(text => $"x{text.Trim(' ')}x");

    [Fact]
    public async Task Target_AnyVisibleText_ReachesTheSiteAsWrittenOrNotAtAll()
    {
        string? seen = null;
        await using var gateway = await TestGateway.StartAsync();
        gateway.Site = context =>
        {
            seen = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
            return TestGateway.Page(context);
        };

        var passed = 0;
        foreach (var target in Target.Sample(Cases))
        {
            seen = null;
            var answer = await gateway.SendRawAsync($"GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n");
            passed += AssertIntactOrRefused(target, seen, answer) ? 1 : 0;
        }

        Assert.InRange(passed, Cases / 2, Cases);
    }

    [Fact]
    public async Task HeaderValue_AnyBytes_ReachTheSiteAsWrittenOrNotAtAll()
    {
        string? seen = null;
        await using var gateway = await TestGateway.StartAsync();
        gateway.Site = context =>
        {
            seen = context.Request.Headers["X-Bytes"].ToString();
            return TestGateway.Page(context);
        };

        var passed = 0;
        foreach (var value in HeaderValue.Sample(Cases))
        {
            seen = null;
            var answer = await gateway.SendRawAsync($"GET /en HTTP/1.1\r\nHost: localhost\r\nX-Bytes: {value}\r\n\r\n");
            passed += AssertIntactOrRefused(value, seen, answer) ? 1 : 0;
        }

        Assert.InRange(passed, Cases / 2, Cases);
    }

    [Fact]
    public async Task AnswersHeaderValue_AnyPrintableBytes_ReachesTheVisitorAsWritten()
    {
        var value = string.Empty;
        await using var gateway = await TestGateway.StartAsync();
        gateway.Site = context =>
        {
            context.Response.Headers["X-Bytes"] = value;
            return TestGateway.Page(context);
        };

        foreach (var sample in PrintableValue.Sample(Cases))
        {
            value = sample;
            var answer = await gateway.SendRawAsync("GET /en HTTP/1.1\r\nHost: localhost\r\n\r\n");
            Assert.Contains($"\r\nX-Bytes: {value}\r\n", answer, StringComparison.Ordinal);
        }
    }

    private static bool AssertIntactOrRefused(string sent, string? seen, string answer)
    {
        var written = Convert.ToHexString(Encoding.Latin1.GetBytes(sent));
        if (answer.StartsWith("HTTP/1.1 400 ", StringComparison.Ordinal))
        {
            Assert.True(seen is null, $"Refused, and yet the site saw it: {written}");
            return false;
        }

        Assert.True(answer.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal), $"{answer} to {written}");
        Assert.Equal(written, Convert.ToHexString(Encoding.Latin1.GetBytes(seen!)));
        return true;
    }

    private static Gen<string> TextOf(Gen<char> character) => character.ListOf().Select(characters => string.Concat(characters));
}
