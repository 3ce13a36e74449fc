using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Affluence.Testing.Stores;

/// <summary>
/// Speaks to one Redis server and to no other, whatever that one says of a cluster: for tests that give orders to a single node.
/// </summary>
public sealed class RespClient : IDisposable
{
    private readonly TcpClient _connection = new();

    public static async Task<RespClient> ConnectAsync(int port)
    {
        var client = new RespClient();
        await client._connection.ConnectAsync(IPAddress.Loopback, port);
        return client;
    }

    /// <summary>Sends a command and reads its answer: a line, a number or a text. Arrays are not understood.</summary>
    /// <exception cref="RespException">The server answered with an error.</exception>
    public async Task<string> SendAsync(params object[] words)
    {
        var command = new StringBuilder().Append(CultureInfo.InvariantCulture, $"*{words.Length}\r\n");
        foreach (var word in words.Select(word => Convert.ToString(word, CultureInfo.InvariantCulture)!))
        {
            command.Append(CultureInfo.InvariantCulture, $"${Encoding.UTF8.GetByteCount(word)}\r\n{word}\r\n");
        }

        var stream = _connection.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(command.ToString()));
        var answer = await ReadLineAsync(stream);
        switch (answer[0])
        {
            case '-':
                throw new RespException(answer[1..]);
            case '$':
                var text = new byte[int.Parse(answer.AsSpan(1), CultureInfo.InvariantCulture)];
                await stream.ReadExactlyAsync(text);
                await ReadLineAsync(stream);
                return Encoding.UTF8.GetString(text);
            default:
                return answer[1..];
        }
    }

    public void Dispose() => _connection.Dispose();

    private static async Task<string> ReadLineAsync(NetworkStream stream)
    {
        var line = new StringBuilder();
        var letter = new byte[1];
        while (line is not [.., '\r', '\n'])
        {
            await stream.ReadExactlyAsync(letter);
            line.Append((char)letter[0]);
        }

        return line.ToString(0, line.Length - 2);
    }
}
