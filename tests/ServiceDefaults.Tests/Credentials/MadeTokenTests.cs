using System.Net;
using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using Affluence.ServiceDefaults.Credentials;
using Microsoft.Extensions.Logging;

namespace Affluence.Tests.Credentials;

[UnsupportedOSPlatform("windows")]
public sealed class MadeTokenTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly TemporaryDirectory _data = new();

    private string Folder => Path.Combine(_data.Path, "made", "credentials");

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Start_RolesWithoutToken_AreMadeForTheOwnerAloneAndKept()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes.");

        await using var host = await StartAsync();

        Assert.Equal(["ingest.token", "operator.token"], Directory.GetFiles(Folder).Select(Path.GetFileName).Order());
        Assert.All(Directory.GetFiles(Folder), path => Assert.Equal(OwnerOnly, File.GetUnixFileMode(path)));
        Assert.Equal(OwnerOnly | UnixFileMode.UserExecute, File.GetUnixFileMode(Folder));
        Assert.NotEqual(host.MadeToken(CredentialRole.Operator), host.MadeToken(CredentialRole.Ingest));
        Assert.Equal(64, host.MadeToken(CredentialRole.Operator).Length);
    }

    [Fact]
    public async Task Start_Again_TheSameTokenIsValid()
    {
        string token;
        await using (var host = await StartAsync())
        {
            token = host.MadeToken(CredentialRole.Operator);
        }

        await using var again = await StartAsync();
        using var response = await again.OperateAsync($"Bearer {token}");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    /// <summary>On the console, when it is made and never again; and a second start says where it is.</summary>
    [Fact]
    public async Task Start_TheFirstTime_PrintsEachTokenOnceWithItsAddresses()
    {
        var console = Console.Out;
        var written = new StringWriter();
        var writer = TextWriter.Synchronized(written);
        Console.SetOut(writer);
        try
        {
            await using var host = await StartAsync();
            var first = Printed();
            Assert.Equal(["Credentials:Ingest", "Credentials:Operator"], first.Select(line => line.Role).Order());
            Assert.All(first, line =>
            {
                Assert.Contains(host.Http.BaseAddress!.ToString().TrimEnd('/'), line.Addresses.Split(", "));
                Assert.Equal(host.MadeToken(Enum.Parse<CredentialRole>(line.Role.Split(':')[1])), line.Token);
            });
            Assert.Contains(host.Logs.GetSnapshot(), record => record.Level == LogLevel.Warning && record.Message.Contains(Folder, StringComparison.Ordinal));
            Assert.DoesNotContain(host.Logs.GetSnapshot(), record => first.Any(line => record.Message.Contains(line.Token, StringComparison.Ordinal)));

            await using var again = await StartAsync();
            Assert.Equal(first, Printed());
            Assert.Contains(again.Logs.GetSnapshot(), record => record.Level == LogLevel.Warning && record.Message.Contains(Folder, StringComparison.Ordinal));
        }
        finally
        {
            Console.SetOut(console);
        }

        // Other tests print meanwhile; each has a folder of its own.
        List<(string Role, string Addresses, string Token)> Printed()
        {
            string text;
            lock (writer)
            {
                text = written.ToString();
            }

            return
            [
                .. Regex.Matches(text, @"Token of (\S+) for callers on this machine, at ([^\n]+): (\S+)\r?\n  It is kept in (\S+)")
                    .Where(match => match.Groups[4].Value.StartsWith(Folder, StringComparison.Ordinal))
                    .Select(match => (match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value)),
            ];
        }
    }

    [Fact]
    public async Task Start_RoleWithToken_NoneIsMade()
    {
        await using var host = await StartAsync(
            ("Credentials:Operator:Tokens:0", CredentialHost.OneToken), ("Credentials:Ingest:Tokens:0", CredentialHost.OtherToken));

        Assert.False(Directory.Exists(Folder));
    }

    /// <summary>Of a file that others could read nobody knows who did; and one that a full disk left empty is no token.</summary>
    [Theory]
    [InlineData(CredentialHost.OneToken, OwnerOnly | UnixFileMode.OtherRead)]
    [InlineData(CredentialHost.OneToken, OwnerOnly | UnixFileMode.GroupRead)]
    [InlineData("", OwnerOnly)]
    public async Task Start_FileIsOpenToOthersOrHoldsNoToken_AnotherIsMade(string content, UnixFileMode mode)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes.");
        var path = MadeToken.PathIn(Directory.CreateDirectory(Folder).FullName, CredentialRole.Operator);
        await File.WriteAllTextAsync(path, content, TestContext.Current.CancellationToken);
        File.SetUnixFileMode(path, mode);

        await using var host = await StartAsync();
        using var response = await host.OperateAsync($"Bearer {CredentialHost.OneToken}");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(path));
        Assert.NotEqual(CredentialHost.OneToken, host.MadeToken(CredentialRole.Operator));
    }

    [Fact]
    public async Task Ensure_ByManyAtOnce_OneMakesItAndAllHaveTheSame()
    {
        var path = MadeToken.PathIn(Folder, CredentialRole.Operator);

        var made = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(() =>
        {
            var isNew = MadeToken.Ensure(path, out var fault);
            return (isNew, fault, Text: SecretFile.ReadToken(path, out var _));
        })));

        Assert.All(made, one => Assert.Null(one.fault));
        Assert.Single(made, one => one.isNew);
        Assert.Single(made.Select(one => one.Text).Distinct());
        Assert.Equal([path], Directory.GetFiles(Folder));
    }

    [Fact]
    public async Task Start_FolderCantBeMade_NobodyIsLetInAndAnErrorSaysWhy()
    {
        await File.WriteAllTextAsync(Path.Combine(_data.Path, "made"), "in the way", TestContext.Current.CancellationToken);

        await using var host = await StartAsync();
        using var response = await host.OperateAsync(authorization: null);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        var error = host.Logs.GetSnapshot().First(record => record.Level == LogLevel.Error);
        Assert.Contains("Credentials:Operator, and none could be made", error.Message, StringComparison.Ordinal);
        Assert.Contains("operator.token", error.Message, StringComparison.Ordinal);
    }

    private Task<CredentialHost> StartAsync(params (string Key, string? Value)[] settings) =>
        CredentialHost.StartAsync(from: null, [("Credentials:Directory", Folder), .. settings]);
}
