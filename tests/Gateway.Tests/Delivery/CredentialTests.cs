using Affluence.Gateway.Tests.Fakes;
using Affluence.ServiceDefaults;
using Affluence.ServiceDefaults.Credentials;

namespace Affluence.Gateway.Tests.Delivery;

/// <summary>The gateway's credentials: each peer is sent the one it asks for, and no other.</summary>
[Trait("Category", "Integration")]
public sealed class CredentialTests
{
    private const string Ingest = "a3f1c9e07b5d48261f0c9ab7e4d35826";
    private const string NextIngest = "7158809cf4f3c2b7e151628aed2a6abf";
    private const string Identity = "5d48261f0c9ab7e4d35826a3f1c9e07b";

    [Fact]
    public async Task Tokens_OfTheRoles_GoToWhomTheyAreFor()
    {
        await using var gateway = await TestGateway.StartAsync(
            ("Credentials:Ingest:Tokens:0", Ingest), ("Credentials:Ingest:Tokens:1", NextIngest), ("Credentials:Identity:Tokens:0", Identity));

        await gateway.VisitAsync();
        await gateway.SettledAsync(1);

        Assert.Equal($"Bearer {Ingest}", gateway.Counter.LastAuthorization);
        Assert.Equal($"Bearer {Identity}", gateway.Identities.LastAuthorization);
        Assert.Null(gateway.Geo.LastAuthorization);
    }

    [Fact]
    public async Task NoToken_TheOneThatServicesOfThisMachineMadeIsSent()
    {
        using var folder = new TemporaryDirectory();
        Keep(Ingest, CredentialRole.Ingest, folder);
        Keep(Identity, CredentialRole.Identity, folder);
        await using var gateway = await TestGateway.StartAsync((MadeToken.DirectorySetting, folder.Path));

        await gateway.VisitAsync();
        await gateway.SettledAsync(1);

        Assert.Equal($"Bearer {Ingest}", gateway.Counter.LastAuthorization);
        Assert.Equal($"Bearer {Identity}", gateway.Identities.LastAuthorization);
        Assert.Null(gateway.Geo.LastAuthorization);
    }

    /// <summary>A visitor's own Authorization header is the site's business, and becomes nobody's credential.</summary>
    [Fact]
    public async Task VisitorsAuthorization_GoesToTheSiteAlone()
    {
        await using var gateway = await TestGateway.StartAsync();
        string? atSite = null;
        gateway.Site = context =>
        {
            atSite = context.Request.Headers.Authorization;
            return TestGateway.Page(context);
        };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/en");
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {Ingest}");

        await gateway.Client.SendAsync(request);
        await gateway.SettledAsync(1);

        Assert.Equal($"Bearer {Ingest}", atSite);
        Assert.NotEqual($"Bearer {Ingest}", gateway.Counter.LastAuthorization);
    }

    [Fact]
    public async Task TokenRefused_HitsWaitUntilItsFileIsExchanged()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, NextIngest);
        await using var gateway = await TestGateway.StartAsync(
            test => test.Counter.OnlyWith = Ingest, ("Credentials:Ingest:TokenFiles:0", file));

        var page = await gateway.VisitAsync();
        await Eventually.TrueAsync(() => gateway.Counter.Refused > 1, () => "nothing was sent");

        Assert.True(page.IsSuccessStatusCode);
        Assert.Equal(1, (await gateway.AccountAsync()).Pending);
        await File.WriteAllTextAsync(file, Ingest);
        Assert.Equal(1, (await gateway.SettledAsync(1)).Acknowledged);
        File.Delete(file);
    }

    [Fact]
    public async Task UnusableToken_StopsTheStartNamingTheSetting()
    {
        var refusal = await Assert.ThrowsAsync<InvalidSettingException>(() => TestGateway.StartAsync(("Credentials:Ingest:Tokens:0", "short")));

        Assert.StartsWith("Credentials:Ingest:Tokens:0 has 5 characters", refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>As a service keeps a token that it made.</summary>
    private static void Keep(string token, CredentialRole role, TemporaryDirectory folder)
    {
        var path = MadeToken.PathIn(folder.Path, role);
        File.WriteAllText(path, token);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }
}
