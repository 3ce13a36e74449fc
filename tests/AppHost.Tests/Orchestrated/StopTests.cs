using System.Diagnostics;
using System.Globalization;
using Affluence.Testing;

namespace Affluence.AppHost.Tests.Orchestrated;

/// <summary>The program as it is run, with a dashboard, stopped as a terminal or a service manager stops it.</summary>
[Collection("Orchestrated")]
[Trait("Category", "Orchestrated")]
public sealed class StopTests : IDisposable
{
    // Whatever a program starts has its environment, and is found by it.
    private const string MarkName = "AFFLUENCE_TEST_RUN";

    private readonly string _mark = Guid.NewGuid().ToString("N");
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("-INT", "counter ended with exit code 2: ")]
    [InlineData("-TERM", "Now listening on")]
    public async Task Program_ToldToStop_EndsWithZeroWhenAllIsEnded(string signal, string whenItSays)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Processes are found in /proc.");
        using var program = Start("--Store=embedded", "--SiteTime:TimeZone=Mars/Olympus");
        var said = await SaysAsync(program, whenItSays);
        Assert.True(said is not null, $"AppHost ended without saying '{whenItSays}'.");

        using (var kill = Process.Start("kill", [signal, program.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        await program.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await program.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, program.ExitCode);
        Assert.Empty(Services());
        if (signal == "-INT")
        {
            Assert.Contains("SiteTime:TimeZone is 'Mars/Olympus'", said, StringComparison.Ordinal);
        }
    }

    private Process Start(params string[] arguments)
    {
        // Where the tests themselves run in the background, SIGINT is ignored, and what they start would inherit that.
        var start = new ProcessStartInfo("env", ["--default-signal=INT", "dotnet", Path.Combine(AppContext.BaseDirectory, "AppHost.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
        };
        start.Environment[MarkName] = _mark;
        start.Environment["ASPIRE_ALLOW_UNSECURED_TRANSPORT"] = "true";
        foreach (var setting in (string[])["ASPNETCORE_URLS", "ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL", "ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"])
        {
            start.Environment[setting] = $"http://localhost:{FreePort.Next()}";
        }

        foreach (var variable in (string[])["Store__DataDirectory", "Counter__Identity__KeyDirectory", "Report__DataDirectory", "Gateway__Spool__Directory"])
        {
            start.Environment[variable] = _directory.File(variable);
        }

        return Process.Start(start)!;
    }

    /// <summary>The first line with a text; null: it ended without.</summary>
    private static async Task<string?> SaysAsync(Process program, string text)
    {
        while (await program.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.Contains(text, StringComparison.Ordinal))
            {
                return line;
            }
        }

        return null;
    }

    /// <summary>What runs of the services that this test's program started.</summary>
    private IEnumerable<string> Services() =>
        from process in Process.GetProcesses()
        let environment = Read(process, "environ")
        where environment.Contains($"{MarkName}={_mark}", StringComparison.Ordinal)
        let command = Read(process, "cmdline").Replace('\0', ' ')
        where !command.Contains("/dcp ", StringComparison.Ordinal)
        select command;

    private static string Read(Process process, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{process.Id}/{file}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It has ended, or is somebody else's.
            return string.Empty;
        }
    }
}
