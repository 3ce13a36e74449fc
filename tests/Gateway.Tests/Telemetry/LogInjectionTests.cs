using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Affluence.Gateway.Tests.Telemetry;

/// <summary>The gateway as a process that logs all it can, and what it writes while it is sent what should not stand in a log.</summary>
[Trait("Category", "Integration")]
public sealed partial class LogInjectionTests
{
    [Theory]
    [InlineData("line")]
    [InlineData("simple")]
    [InlineData("json")]
    public async Task RequestsThatCarryControls_LeaveNoneInTheOutput(string formatter)
    {
        using var gateway = Start(formatter);
        var output = new StringBuilder();
        var address = await ReadUntilAsync(gateway, output, Listening());

        foreach (var target in (string[])["/\u001b[2J", "/%1b%5b2J", "/a%0d%0a2016-11-09T04:00:00.000Z%20crit:%20forged", "/%E2%80%A8%E2%80%AE%C2%85"])
        {
            await SendAsync(address, $"GET {target} HTTP/1.1\r\nHost: localhost\r\nUser-Agent: a\u001b[31m\u0085\r\nX-Name: \u001b[0m\r\nConnection: close\r\n\r\n");
        }

        await SendAsync(address, "GET /a\u001b[2J HTTP/1.1\r\nHost: local\u001b[2Jhost\r\n\r\n");
        await SendAsync(address, "BREW\u001b[2J / HTTP/1.1\r\n\r\n");
        await SendAsync(address, "GET /the-last HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        await ReadUntilAsync(gateway, output, TheLast());
        gateway.Kill();

        var text = output.ToString();
        Assert.DoesNotMatch(Controls(), text);
        Assert.Contains("forged", text, StringComparison.Ordinal);
        Assert.All(text.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Matches(formatter == "json" ? JsonEntry() : Entry(), line));
    }

    private static Process Start(string formatter)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Gateway.dll")])
        {
            RedirectStandardOutput = true,
            StandardOutputEncoding = Encoding.UTF8,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        foreach (var (name, value) in ((string, string)[])
            [
                ("ASPNETCORE_URLS", "http://127.0.0.1:0"), ("Management__Port", "0"), ("Logging__Console__FormatterName", formatter),
                ("Logging__LogLevel__Default", "Trace"), ("Logging__LogLevel__Microsoft.AspNetCore", "Trace"),
                ("Logging__LogLevel__Microsoft.AspNetCore.Server.Kestrel", "Trace"), ("Logging__LogLevel__Microsoft.AspNetCore.Server.Kestrel.", "Trace"),
                ("Logging__LogLevel__Yarp", "Trace"), ("Logging__LogLevel__System.Net.Http", "Trace"),
                ("services__site__http__0", "http://127.0.0.1:9"), ("services__counter__http__0", "http://127.0.0.1:9"),
            ])
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private static async Task<string> ReadUntilAsync(Process process, StringBuilder output, Regex expected)
    {
        using var patience = new CancellationTokenSource(Eventually.Limit);
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            output.Append(line).Append('\n');
            if (expected.Match(line) is { Success: true } match)
            {
                return match.Value;
            }
        }

        throw new InvalidOperationException($"The gateway ended: {output}");
    }

    private static async Task SendAsync(string address, string bytes)
    {
        var uri = new Uri(address);
        using var client = new TcpClient();
        await client.ConnectAsync(uri.Host, uri.Port);
        await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(bytes));
        await client.GetStream().CopyToAsync(Stream.Null);
    }

    [GeneratedRegex(@"(?<=Now listening on: )http://127\.0\.0\.1:\d+")]
    private static partial Regex Listening();

    [GeneratedRegex("/the-last")]
    private static partial Regex TheLast();

    /// <summary>All controls but the line feed that ends an entry, and what changes lines or the direction of writing.</summary>
    [GeneratedRegex(@"[\x00-\x09\x0B-\x1F\x7F-\x9F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]")]
    private static partial Regex Controls();

    [GeneratedRegex(@"^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z [a-z]{4}: |      )")]
    private static partial Regex Entry();

    [GeneratedRegex(@"^\{"".*\}$")]
    private static partial Regex JsonEntry();
}
