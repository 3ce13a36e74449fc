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
            using var client = await RespClient.ConnectAsync(_port);
            Assert.Equal("OK", await client.SendAsync("SET", "visitors", "200112"));
        }

        await using var again = await StoreService.StartAsync(_directory.Path, _port);
        using var reader = await RespClient.ConnectAsync(_port);
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

        Assert.Contains("Store:Port is 70000, but must be a port, 1 to 65535.", port.Message, StringComparison.Ordinal);
        Assert.Contains("Store:DataDirectory is empty, but must name a folder.", folder.Message, StringComparison.Ordinal);
    }
}
