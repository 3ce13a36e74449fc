using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace Affluence.Tests;

/// <summary>The other end of a clear-text HTTP/2 connection that keeps to no rule but the form of a frame (RFC 9113, section 4.1).</summary>
internal sealed class Http2Peer : IDisposable
{
    public const byte Data = 0, Headers = 1, ResetStream = 3, Settings = 4, Ping = 6, GoAway = 7, Continuation = 9;
    public const byte EndStream = 1, EndHeaders = 4;
    public const uint Cancel = 8, RefusedStream = 7, EnhanceYourCalm = 11;

    private readonly TcpClient _client = new();
    private readonly List<byte> _toSend = [];
    private NetworkStream _stream = null!;

    public static async Task<Http2Peer> ConnectAsync(Uri address)
    {
        var peer = new Http2Peer();
        await peer._client.ConnectAsync(address.Host, address.Port);
        peer._stream = peer._client.GetStream();
        peer._toSend.AddRange("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8);
        peer.Add(Settings, 0, 0, []);
        await peer.SendAsync();
        return peer;
    }

    /// <summary>A gRPC call's headers, in HPACK without the dynamic table (RFC 7541).</summary>
    public static byte[] GrpcHeaders(string path) =>
    [
        0x83, 0x86, // :method POST, :scheme http
        .. Literal(0x04, path), .. Literal(0x01, "localhost"),
        0x0f, 0x10, .. Text("application/grpc"), // content-type
    ];

    /// <summary>A header without a name in any table.</summary>
    public static byte[] Header(string name, string value) => [0x00, .. Text(name), .. Text(value)];

    public void Add(byte type, byte flags, int stream, ReadOnlySpan<byte> payload)
    {
        Span<byte> header = stackalloc byte[9];
        BinaryPrimitives.WriteInt32BigEndian(header, payload.Length << 8);
        header[3] = type;
        header[4] = flags;
        BinaryPrimitives.WriteInt32BigEndian(header[5..], stream);
        _toSend.AddRange(header);
        _toSend.AddRange(payload);
    }

    /// <summary>Sends what was added.</summary>
    /// <returns>False when the other end has closed the connection.</returns>
    public async Task<bool> SendAsync()
    {
        try
        {
            await _stream.WriteAsync(_toSend.ToArray());
            _toSend.Clear();
            return true;
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            return false;
        }
    }

    /// <summary>Reads one frame; null at the end of the connection.</summary>
    public async Task<(byte Type, byte Flags, int Stream, byte[] Payload)?> ReadAsync()
    {
        try
        {
            var header = new byte[9];
            await _stream.ReadExactlyAsync(header);
            var payload = new byte[BinaryPrimitives.ReadInt32BigEndian(header) >> 8];
            await _stream.ReadExactlyAsync(payload);
            return (header[3], header[4], BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(5)), payload);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Reads to the end of the connection.</summary>
    /// <returns>The error that the other end gave as its reason; null if none.</returns>
    public async Task<uint?> ReadToTheEndAsync()
    {
        uint? reason = null;
        while (await ReadAsync() is { } frame)
        {
            if (frame.Type == GoAway)
            {
                reason = ErrorOf(frame.Payload, offset: 4);
            }
        }

        return reason;
    }

    /// <summary>The error code of a RST_STREAM, or after the last stream of a GOAWAY.</summary>
    public static uint ErrorOf(byte[] payload, int offset = 0) => BinaryPrimitives.ReadUInt32BigEndian(payload.AsSpan(offset));

    public void Dispose() => _client.Dispose();

    private static byte[] Literal(byte nameIndex, string value) => [nameIndex, .. Text(value)];

    private static byte[] Text(string text)
    {
        var length = text.Length;
        if (length < 127)
        {
            return [(byte)length, .. Encoding.ASCII.GetBytes(text)];
        }

        List<byte> bytes = [127];
        for (length -= 127; length >= 128; length >>= 7)
        {
            bytes.Add((byte)((length & 127) | 128));
        }

        return [.. bytes, (byte)length, .. Encoding.ASCII.GetBytes(text)];
    }
}
