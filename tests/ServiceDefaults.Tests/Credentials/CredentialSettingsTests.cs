using System.Net;
using Affluence.ServiceDefaults;
using static Affluence.Tests.Credentials.CredentialHost;

namespace Affluence.Tests.Credentials;

public sealed class CredentialSettingsTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    [Theory]
    [InlineData("Credentials:Operator:Tokens:0", "short", "Credentials:Operator:Tokens:0 has 5 characters; a token has from 32")]
    [InlineData("Credentials:Operator:Tokens:0", "", "Credentials:Operator:Tokens:0 has 0 characters")]
    [InlineData("Credentials:Operator:Tokens:0", "a3f1c9e07b5d48261f0c9ab7e4d3582", "Credentials:Operator:Tokens:0 has 31 characters")]
    [InlineData("Credentials:Ingest:Tokens:1", "changemechangemechangemechangeme", "Credentials:Ingest:Tokens:1 repeats itself")]
    [InlineData("Credentials:Reader:Tokens:0", "0123456789abcdef0123456789abcdef", "Credentials:Reader:Tokens:0 repeats itself")]
    [InlineData("Credentials:Operator:Tokens:0", "a3f1c9e0 7b5d48261f0c9ab7e4d35826", "Credentials:Operator:Tokens:0 has a character")]
    [InlineData("Credentials:Operator:Tokens:0", "a3f1c9e0é7b5d48261f0c9ab7e4d35826", "Credentials:Operator:Tokens:0 has a character")]
    [InlineData("Credentials:Operator:Tokens:0", "a3f1c9e0\n7b5d48261f0c9ab7e4d35826", "Credentials:Operator:Tokens:0 has a character")]
    [InlineData("Credentials:Operator:Tokens", OneToken, "Credentials:Operator:Tokens is a value where it must be a list")]
    [InlineData("Credentials:Operator:Token:0", OneToken, "Credentials:Operator:Token is unknown; Credentials:Operator holds Tokens, TokenFiles.")]
    [InlineData("Credentials:Operator:Tokens:0:Value", OneToken, "Credentials:Operator:Tokens:0 holds settings where it must be a value")]
    [InlineData("Credentials:Operators:Tokens:0", OneToken, "Credentials:Operators is unknown; Credentials holds Operator, Ingest, Identity, Query, Reader, Directory.")]
    [InlineData("Credentials:Operator", OneToken, "Credentials:Operator is a value where it must hold settings")]
    [InlineData("Credentials", OneToken, "Credentials is a value where it must hold settings")]
    [InlineData("Credentials:Operator:TokenFiles:0", "/nowhere/token", "Credentials:Operator:TokenFiles:0 is '/nowhere/token', which can't be read")]
    [InlineData("Credentials:Operator:TokenFiles:0", "/", "Credentials:Operator:TokenFiles:0 is '/', which can't be read")]
    [InlineData("Credentials:Operator:TokenFiles:0", "/dev/zero", "Credentials:Operator:TokenFiles:0 is '/dev/zero', which has 4096 bytes or more")]
    public async Task Start_SettingThatIsNoToken_RefusedNamingTheSettingAndNotTheValue(string key, string value, string message)
    {
        var refusal = await Assert.ThrowsAsync<InvalidSettingException>(() => StartAsync(from: null, (key, value)));

        Assert.StartsWith(message, refusal.Message, StringComparison.Ordinal);
        Assert.False(value.Length > 16 && refusal.Message.Contains(value, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Start_TokenFileTooShort_RefusedWithoutWhatItHolds()
    {
        await File.WriteAllTextAsync(_file, "geheim");

        var refusal = await Assert.ThrowsAsync<InvalidSettingException>(() => StartAsync(from: null, ("Credentials:Operator:TokenFiles:0", _file)));

        Assert.Contains("has 6 characters", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public async Task TokenFile_EndOfLine_IsNoPartOfTheToken(string end)
    {
        await File.WriteAllTextAsync(_file, OneToken + end);
        await using var host = await StartAsync(from: null, ("Credentials:Operator:TokenFiles:0", _file));

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(host, OneToken));
    }

    [Fact]
    public async Task TokenFile_Exchanged_NewTokenWithoutRestartAndTheOldOneNoLonger()
    {
        await File.WriteAllTextAsync(_file, OneToken);
        await using var host = await StartAsync(from: null, ("Credentials:Operator:TokenFiles:0", _file));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(host, OneToken));

        await File.WriteAllTextAsync(_file, OtherToken);
        host.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(host, OneToken));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(host, OtherToken));
    }

    [Fact]
    public async Task TokenFile_OldAndNewBesideEachOther_BothLetIn()
    {
        await File.WriteAllTextAsync(_file, OtherToken);
        await using var host = await StartAsync(from: null, ("Credentials:Operator:Tokens:0", OneToken), ("Credentials:Operator:TokenFiles:0", _file));

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(host, OneToken));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(host, OtherToken));
    }

    /// <summary>A file taken away takes its token back, and does not open the door to whoever is on this machine.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("too short")]
    public async Task TokenFile_GoneOrEmptied_AdmitsNobodyUntilItIsBack(string? content)
    {
        await File.WriteAllTextAsync(_file, OneToken);
        await using var host = await StartAsync(from: null, ("Credentials:Operator:TokenFiles:0", _file));

        if (content is null)
        {
            File.Delete(_file);
        }
        else
        {
            await File.WriteAllTextAsync(_file, content);
        }

        host.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(host, OneToken));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(host, token: null));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(host, string.Empty));

        await File.WriteAllTextAsync(_file, OneToken);
        host.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(host, OneToken));
    }

    public void Dispose() => File.Delete(_file);

    private static async Task<HttpStatusCode> StatusAsync(CredentialHost host, string? token)
    {
        using var response = await host.OperateAsync(token is null ? null : $"Bearer {token}");
        return response.StatusCode;
    }
}
