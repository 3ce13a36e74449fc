using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Affluence.Testing.Stores;

namespace Affluence.Faults.Tests.Processes;

/// <summary>A connection to Redis with somebody typing at it: no library that would come to terms with the fault.</summary>
internal sealed class RedisConsole : IDisposable
{
    private readonly TcpClient _client = new();
    private readonly StreamReader _reader;

    private RedisConsole(int port)
    {
        _client.Connect(IPAddress.Loopback, port);
        _reader = new StreamReader(_client.GetStream(), Encoding.Latin1);
    }

    public static RedisConsole Open(RedisServer redis) => new(redis.Port);

    /// <summary>Sends a command in Redis' inline form, as in <c>CONFIG SET maxmemory 1</c>.</summary>
    /// <returns>A status, a number or a bulk string.</returns>
    /// <exception cref="InvalidOperationException">Redis refused it.</exception>
    public async Task<string> SendAsync(string command)
    {
        await _client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(command + "\r\n"));
        var head = await _reader.ReadLineAsync() ?? throw new InvalidOperationException($"'{command}' was not answered.");
        if (head[0] == '-')
        {
            throw new InvalidOperationException($"'{command}' was refused: {head[1..]}");
        }

        if (head[0] != '$' || head == "$-1")
        {
            return head[1..];
        }

        var bulk = new char[int.Parse(head.AsSpan(1), CultureInfo.InvariantCulture)];
        await _reader.ReadBlockAsync(bulk);
        await _reader.ReadLineAsync();
        return new string(bulk);
    }

    public void Dispose()
    {
        _reader.Dispose();
        _client.Dispose();
    }
}
