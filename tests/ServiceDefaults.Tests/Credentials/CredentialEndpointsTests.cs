using System.Net;
using System.Text.Json.Nodes;
using Affluence.ServiceDefaults.Credentials;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging;
using static Affluence.Tests.Credentials.CredentialHost;

namespace Affluence.Tests.Credentials;

public sealed class CredentialEndpointsTests
{
    private const string Anonymous = "Bearer realm=\"affluence\"";
    private const string InvalidToken = "Bearer realm=\"affluence\", error=\"invalid_token\"";

    [Theory]
    [InlineData($"Bearer {OneToken}", null)]
    [InlineData($"Bearer {OtherToken}", null)]
    [InlineData($"bearer {OneToken}", null)]
    [InlineData($"Bearer  {OneToken} ", null)]
    [InlineData(null, Anonymous)]
    [InlineData("", InvalidToken)]
    [InlineData("Bearer", InvalidToken)]
    [InlineData("Bearer ", InvalidToken)]
    [InlineData($"Basic {OneToken}", InvalidToken)]
    [InlineData(OneToken, InvalidToken)]
    [InlineData("Bearer a3f1c9e07b5d48261f0c9ab7e4d35827", InvalidToken)]
    [InlineData("Bearer a3f1c9e07b5d48261f0c9ab7e4d3582", InvalidToken)]
    [InlineData($"Bearer {OneToken}0", InvalidToken)]
    [InlineData("Bearer A3F1C9E07B5D48261F0C9AB7E4D35826", InvalidToken)]
    [InlineData($"Bearer {OneToken}, Bearer {OneToken}", InvalidToken)]
    // The credential of another role.
    [InlineData("Bearer 5d48261f0c9ab7e4d35826a3f1c9e07b", InvalidToken)]
    public async Task RoleWithTokens_CallersByToken_LetInOr401(string? authorization, string? challenge)
    {
        await using var host = await StartAsync(
            from: null,
            ("Credentials:Operator:Tokens:0", OneToken),
            ("Credentials:Operator:Tokens:1", OtherToken),
            ("Credentials:Ingest:Tokens:0", "5d48261f0c9ab7e4d35826a3f1c9e07b"));

        using var response = await host.OperateAsync(authorization);

        await AssertAsync(response, challenge);
    }

    [Theory]
    [InlineData("127.0.0.1", "", "", true)]
    [InlineData("127.8.9.1", "", "", true)]
    [InlineData("::1", "", "", true)]
    [InlineData("::ffff:127.0.0.1", "", "", true)]
    [InlineData("192.0.2.1", "", "", false)]
    [InlineData("10.0.0.1", "", "", false)]
    [InlineData("fe80::1", "", "", false)]
    // Sent on by a proxy of this machine, for whom nobody knows.
    [InlineData("127.0.0.1", "X-Forwarded-For", "127.0.0.1", false)]
    [InlineData("127.0.0.1", "Forwarded", "for=127.0.0.1", false)]
    [InlineData("127.0.0.1", "X-Real-IP", "", false)]
    [InlineData("127.0.0.1", "x-forwarded-proto", "https", false)]
    [InlineData("127.0.0.1", "X-Forwarded-Client-Cert", "x", false)]
    [InlineData("127.0.0.1", "Via", "1.1 front", false)]
    [InlineData("127.0.0.1", "X-Client-IP", "127.0.0.1", false)]
    [InlineData("127.0.0.1", "True-Client-IP", "127.0.0.1", false)]
    [InlineData("127.0.0.1", "CF-Connecting-IP", "127.0.0.1", false)]
    [InlineData("127.0.0.1", "X-Original-For", "127.0.0.1:80", false)]
    [InlineData("127.0.0.1", "X-Envoy-External-Address", "127.0.0.1", false)]
    // A browser of this machine, led here by a name that an attacker made resolve to loopback.
    [InlineData("127.0.0.1", "Host", "rebound.example:8081", false)]
    [InlineData("127.0.0.1", "Host", "localhost.rebound.example", false)]
    [InlineData("127.0.0.1", "Host", "localhost:8081", true)]
    [InlineData("127.0.0.1", "Host", "report.dev.localhost:8081", true)]
    [InlineData("127.0.0.1", "Host", "[::1]:8081", true)]
    public async Task RoleWithoutToken_CallersWithTheMadeTokenByAddress_ThisMachineOnly(string from, string header, string value, bool letIn)
    {
        await using var host = await StartAsync(from);

        using var response = await host.OperateAsync($"Bearer {host.MadeToken(CredentialRole.Operator)}", header.Length > 0 ? [(header, value)] : []);

        await AssertAsync(response, letIn ? null : Anonymous);
    }

    /// <summary>What a proxy on this machine sends that says nothing of whom it asks for: nginx with one proxy_pass line.</summary>
    [Fact]
    public async Task RoleWithoutToken_CallerOnThisMachineWithoutTheMadeToken_Refused()
    {
        await using var host = await StartAsync(from: null);

        using var none = await host.OperateAsync(authorization: null);
        using var wrong = await host.OperateAsync($"Bearer {OneToken}");
        using var ofAnotherRole = await host.OperateAsync($"Bearer {host.MadeToken(CredentialRole.Ingest)}");

        await AssertAsync(none, Anonymous);
        await AssertAsync(wrong, InvalidToken);
        await AssertAsync(ofAnotherRole, InvalidToken);
    }

    [Fact]
    public async Task RoleWithToken_CallerFromElsewhere_LetInByIt()
    {
        await using var host = await StartAsync("192.0.2.1", ("Credentials:Operator:Tokens:0", OneToken));

        using var response = await host.OperateAsync($"Bearer {OneToken}", ("X-Forwarded-For", "198.51.100.7"));

        await AssertAsync(response, challenge: null);
    }

    [Fact]
    public async Task RoleWithoutToken_OtherRoleHasOne_StillThisMachineOnly()
    {
        await using var host = await StartAsync("192.0.2.1", ("Credentials:Operator:Tokens:0", OneToken));

        using var response = await host.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/record"), $"Bearer {OneToken}");

        await AssertAsync(response, Anonymous);
    }

    [Fact]
    public async Task Refused_BodyIsNotEvenRead()
    {
        await using var host = await StartAsync(from: null, ("Credentials:Operator:Tokens:0", OneToken));
        using var nonsense = new HttpRequestMessage(HttpMethod.Post, "/operate") { Content = JsonBody("nonsense") };
        using var sameNonsense = new HttpRequestMessage(HttpMethod.Post, "/operate") { Content = JsonBody("nonsense") };

        using var refused = await host.SendAsync(nonsense, authorization: null);
        using var letIn = await host.SendAsync(sameNonsense, $"Bearer {OneToken}");

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.BadRequest), (refused.StatusCode, letIn.StatusCode));
    }

    [Fact]
    public async Task Refused_CountedByRoleAndReason()
    {
        await using var host = await StartAsync(from: null, ("Credentials:Operator:Tokens:0", OneToken));
        using var refused = new MetricCollector<long>(
            host.Services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>(), "Affluence.ServiceDefaults", "affluence.credential.refused_calls");

        using var missing = await host.OperateAsync(authorization: null);
        using var wrong = await host.OperateAsync($"Bearer {OtherToken}");
        using var right = await host.OperateAsync($"Bearer {OneToken}");

        Assert.Equal(
            [("operator", "missing"), ("operator", "wrong")],
            refused.GetMeasurementSnapshot().Select(one => ((string?)one.Tags["affluence.credential.role"], (string?)one.Tags["error.type"])));
    }

    [Fact]
    public async Task Start_RolesWithoutToken_OneWarningNamesThem()
    {
        await using var host = await StartAsync(from: null);

        var warning = Assert.Single(host.Logs.GetSnapshot(), record => record.Level == LogLevel.Warning);

        Assert.StartsWith(
            $"No token is set of Credentials:Operator, Credentials:Ingest: callers on this machine may act in these roles with those that were made in {host.Directory}",
            warning.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_EveryRoleHasAToken_NoWarning()
    {
        await using var host = await StartAsync(from: null, ("Credentials:Operator:Tokens:0", OneToken), ("Credentials:Ingest:Tokens:0", OtherToken));

        Assert.DoesNotContain(host.Logs.GetSnapshot(), record => record.Level >= LogLevel.Warning);
    }

    [Fact]
    public async Task Logs_OfAllThatHappened_HoldNoToken()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, OtherToken);
        await using var host = await StartAsync(from: null, ("Credentials:Operator:Tokens:0", OneToken), ("Credentials:Operator:TokenFiles:0", file));
        host.Logs.Clear();

        using var right = await host.OperateAsync($"Bearer {OneToken}");
        using var wrong = await host.OperateAsync("Bearer 00112233445566778899aabbccddeeff");
        await File.WriteAllTextAsync(file, "4f3c2b7e151628aed2a6abf7158809cf");
        host.Time.Advance(TimeSpan.FromSeconds(2));
        using var exchanged = await host.OperateAsync("Bearer 4f3c2b7e151628aed2a6abf7158809cf");

        Assert.Equal(HttpStatusCode.OK, exchanged.StatusCode);
        Assert.Contains(host.Logs.GetSnapshot(), record => record.Message.Contains("Credentials:Operator:TokenFiles:0", StringComparison.Ordinal));
        foreach (var token in (string[])[OneToken, OtherToken, "4f3c2b7e151628aed2a6abf7158809cf", "00112233445566778899aabbccddeeff"])
        {
            Assert.DoesNotContain(host.Logs.GetSnapshot(), record => record.ToString().Contains(token, StringComparison.Ordinal));
        }

        File.Delete(file);
    }

    private static async Task AssertAsync(HttpResponseMessage response, string? challenge)
    {
        if (challenge is null)
        {
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            return;
        }

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal(challenge, response.Headers.WwwAuthenticate.ToString());
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.Equal(401, (int?)problem["status"]);
        Assert.Contains("Credentials:", (string?)problem["detail"], StringComparison.Ordinal);
    }
}
