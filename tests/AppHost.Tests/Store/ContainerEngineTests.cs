using Affluence.AppHost.Store;
using Affluence.Testing;
using Microsoft.Extensions.Configuration;

namespace Affluence.AppHost.Tests;

/// <summary>Programs in the place of an engine's command: what matters is how it ends.</summary>
public sealed class ContainerEngineTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Engine_ThatAnswers_IsOne() => Assert.Null(await AskAsync("#!/bin/sh\necho Server"));

    [Fact]
    public async Task Engine_ThatIsInstalledAndDoesNotRun_IsNone()
    {
        var silence = await AskAsync("#!/bin/sh\necho Client\necho 'Cannot connect to the Docker daemon.' >&2\nexit 1");

        Assert.EndsWith(" info: Cannot connect to the Docker daemon.", silence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Engine_ThatIsNotInstalled_IsNone()
    {
        var engine = _directory.File("no-engine");

        Assert.Equal($"{engine} is not installed", await ContainerEngine.AskAsync(Configuration(engine)));
    }

    [Fact]
    public async Task Engine_ThatHangs_IsNone() =>
        Assert.EndsWith(" info did not end within 5 s", await AskAsync("#!/bin/sh\nexec tail -f /dev/null"), StringComparison.Ordinal);

    private async Task<string?> AskAsync(string program)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("The programs are shell scripts.");
            return null;
        }

        var engine = _directory.File("engine");
        await File.WriteAllTextAsync(engine, program);
        File.SetUnixFileMode(engine, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return await ContainerEngine.AskAsync(Configuration(engine));
    }

    private static IConfiguration Configuration(string engine) =>
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["ASPIRE_CONTAINER_RUNTIME"] = engine }).Build();
}
