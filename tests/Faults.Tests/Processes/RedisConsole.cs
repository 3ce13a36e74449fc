using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Affluence.Testing.Stores;

namespace Affluence.Faults.Tests.Processes;

/// <summary>Single commands to a Redis, typed by hand: one connection each, no library that would come to terms with the fault.</summary>
internal static class RedisConsole
{
    /// <summary>Sends a command in Redis' inline form, as in <c>CONFIG SET maxmemory 1</c>.</summary>
    /// <returns>A status, a number or a bulk string; of an array its length.</returns>
    /// <exception cref="InvalidOperationException">Redis refused it.</exception>
    public static Task<string> CommandAsync(this RedisServer redis, string command) => SendAsync(redis.Port, command);

    /// <summary>One field of INFO.</summary>
    public static async Task<string> InfoAsync(this RedisServer redis, string section, string field)
    {
        var info = await redis.CommandAsync($"INFO {section}");
        return info.Split("\r\n").Single(line => line.StartsWith(field + ":", StringComparison.Ordinal))[(field.Length + 1)..];
    }

    private static async Task<string> SendAsync(int port, string command)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(command + "\r\n"));
        using var reader = new StreamReader(stream, Encoding.Latin1);
        var head = await reader.ReadLineAsync() ?? throw new InvalidOperationException($"'{command}' was not answered.");
        if (head[0] == '-')
        {
            throw new InvalidOperationException($"'{command}' was refused: {head[1..]}");
        }

        if (head[0] != '$' || head == "$-1")
        {
            return head[1..];
        }

        var bulk = new char[int.Parse(head.AsSpan(1), CultureInfo.InvariantCulture)];
        await reader.ReadBlockAsync(bulk);
        return new string(bulk);
    }
}
