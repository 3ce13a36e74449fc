using System.Net;
using System.Net.Sockets;
using Affluence.ServiceDefaults;
using Affluence.Testing.Stores;
using Microsoft.Extensions.Options;

namespace Affluence.Tests;

public sealed class StoreServiceTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly int _port = FreePort.Next();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Health_OfARunningStore_IsHealthyOnTheManagementPort()
    {
        await using var service = await StoreService.StartAsync(_directory.Path, _port);
        using var client = new HttpClient { BaseAddress = service.Management };

        Assert.Equal("Healthy", await client.GetStringAsync(new Uri("/health", UriKind.Relative)));
        Assert.Equal("Healthy", await client.GetStringAsync(new Uri("/alive", UriKind.Relative)));
    }

    [Fact]
    public async Task Restart_KeepsWhatWasWritten()
    {
        await using (await StoreService.StartAsync(_directory.Path, _port))
        {
            using var client = await ConnectAsync();
            Assert.Equal("OK", await client.SendAsync("SET", "visitors", "200112"));
        }

        await using var again = await StoreService.StartAsync(_directory.Path, _port);
        using var reader = await ConnectAsync();
        Assert.Equal("200112", await reader.SendAsync("GET", "visitors"));
    }

    [Fact]
    public async Task Start_PortInUse_NamesIt()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        var refused = await Assert.ThrowsAsync<InvalidSettingException>(() => StoreService.StartAsync(_directory.Path, port));

        Assert.Equal($"The embedded store can't listen on 127.0.0.1:{port}: address already in use.", refused.Message);
    }

    [Fact]
    public async Task Start_FolderThatIsAFile_NamesIt()
    {
        var file = _directory.File("store");
        await File.WriteAllTextAsync(file, "not a folder");

        var refused = await Assert.ThrowsAsync<InvalidSettingException>(() => StoreService.StartAsync(file, _port));

        Assert.StartsWith($"The embedded store can't keep its files in '{file}': ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_SettingThatCannotBe_SaysWhich()
    {
        var port = await Assert.ThrowsAsync<OptionsValidationException>(() => StoreService.StartAsync(_directory.Path, 70_000));
        var folder = await Assert.ThrowsAsync<OptionsValidationException>(() => StoreService.StartAsync(" ", _port));

        var password = await Assert.ThrowsAsync<OptionsValidationException>(() => StoreService.StartAsync(_directory.Path, _port, "hunter2"));
        Assert.Contains("Store:Port is 70000, but must be a port, 1 to 65535.", port.Message, StringComparison.Ordinal);
        Assert.Contains("Store:DataDirectory is empty, but must name a folder.", folder.Message, StringComparison.Ordinal);
        Assert.Contains("Store:Password must be 16 to 256 letters and digits.", password.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", password.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "a1:{identity}:sealed:17113")]
    [InlineData("SET", "visitors", "0")]
    [InlineData("FLUSHALL")]
    [InlineData("CONFIG", "GET", "*")]
    [InlineData("INFO")]
    [InlineData("SUBSCRIBE", "all")]
    [InlineData("AUTH", "wrong")]
    public async Task Command_OfWhoeverHasNotThePassword_IsRefused(params string[] words)
    {
        await using var service = await StoreService.StartAsync(_directory.Path, _port);
        using var stranger = await RespClient.ConnectAsync(_port);

        var refused = await Assert.ThrowsAsync<RespException>(() => stranger.SendAsync([.. words]));

        Assert.Matches("^(NOAUTH|WRONGPASS)", refused.Message);
    }

    /// <summary>What is made while it runs, and what an earlier version left open.</summary>
    [Fact]
    public async Task FoldersAndFiles_AreForTheirOwnerOnly()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no modes of files.");
            return;
        }

        const UnixFileMode Everybody = (UnixFileMode)0b111_111_111;
        var open = Directory.CreateDirectory(_directory.File("store"), Everybody);
        var inner = open.CreateSubdirectory("left");
        var file = Path.Combine(inner.FullName, "left.log");
        await File.WriteAllTextAsync(file, "pseudonyms");
        File.SetUnixFileMode(open.FullName, Everybody);
        File.SetUnixFileMode(inner.FullName, Everybody);
        File.SetUnixFileMode(file, Everybody);
        await using (await StoreService.StartAsync(open.FullName, _port))
        {
            using var client = await ConnectAsync();
            await client.SendAsync("SET", "visitors", "200112");
            await client.SendAsync("BGSAVE");
        }

        Assert.Equal((UnixFileMode)0b111_000_000, File.GetUnixFileMode(open.FullName));
        foreach (var folder in Directory.GetDirectories(open.FullName, "*", SearchOption.AllDirectories))
        {
            Assert.Equal((UnixFileMode)0b111_000_000, File.GetUnixFileMode(folder));
        }

        var files = Directory.GetFiles(open.FullName, "*", SearchOption.AllDirectories);
        Assert.True(files.Length > 1);
        foreach (var path in files)
        {
            Assert.Equal((UnixFileMode)0b110_000_000, File.GetUnixFileMode(path));
        }
    }

    private async Task<RespClient> ConnectAsync()
    {
        var client = await RespClient.ConnectAsync(_port);
        await client.SendAsync("AUTH", StoreService.Password);
        return client;
    }
}
