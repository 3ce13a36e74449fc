using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace Affluence.Counter.Store;

/// <summary>Finds out what a server speaks by a PING of its own, past the client. It sends no password.</summary>
internal static class StoreProbe
{
    internal enum Language
    {
        /// <summary>It could not be asked.</summary>
        Unknown,

        /// <summary>It says nothing.</summary>
        Nothing,

        /// <summary>RESP, in clear.</summary>
        Redis,

        /// <summary>TLS; what is behind it was not asked.</summary>
        Tls,

        /// <summary>Something else.</summary>
        Other,
    }

    /// <param name="patience">For each of two connections.</param>
    /// <returns>What it speaks; what it says, if that is Redis; why it could not be asked, if it could not.</returns>
    public static async Task<(Language Speaks, string? Says, Exception? Fault)> LookAsync(
        EndPoint server, TimeSpan patience, CancellationToken cancellationToken)
    {
        var (answer, fault) = await BoundedAsync(token => PingAsync(server, token), patience, cancellationToken);
        if (answer is ['+' or '-', ..])
        {
            return (Language.Redis, answer.TrimEnd(), null);
        }

        if ((await BoundedAsync(token => ShakeHandsAsync(server, token), patience, cancellationToken)).Answer is not null)
        {
            return (Language.Tls, null, null);
        }

        return answer switch
        {
            null => (Language.Unknown, null, fault),
            "" => (Language.Nothing, null, null),
            _ => (Language.Other, null, null),
        };
    }

    /// <returns>What it answers; empty if it answers nothing in time; null if there is no connection, or it broke.</returns>
    private static async Task<string?> PingAsync(EndPoint server, CancellationToken cancellationToken)
    {
        using var socket = await ConnectAsync(server, cancellationToken);
        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync("PING\r\n"u8.ToArray(), cancellationToken);
        var answer = new byte[128];
        try
        {
            var length = await stream.ReadAsync(answer, cancellationToken);
            return length == 0 ? null : Encoding.Latin1.GetString(answer, 0, length);
        }
        catch (OperationCanceledException)
        {
            return string.Empty;
        }
    }

    private static async Task<string?> ShakeHandsAsync(EndPoint server, CancellationToken cancellationToken)
    {
        using var socket = await ConnectAsync(server, cancellationToken);
        await using var stream = new NetworkStream(socket);
#pragma warning disable CA5359 // Nothing is sent over it, and nothing of it is believed: any certificate will do.
        await using var tls = new SslStream(stream, leaveInnerStreamOpen: false, (_, _, _, _) => true);
#pragma warning restore CA5359
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "redis" }, cancellationToken);
        return string.Empty;
    }

    private static async Task<Socket> ConnectAsync(EndPoint server, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(server, cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task<(string? Answer, Exception? Fault)> BoundedAsync(
        Func<CancellationToken, Task<string?>> ask, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience);
        try
        {
            return (await ask(limit.Token), null);
        }
        catch (Exception exception) when (exception is SocketException or IOException or AuthenticationException)
        {
            return (null, exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, exception);
        }
    }
}
