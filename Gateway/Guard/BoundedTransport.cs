using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace Affluence.Gateway.Guard;

/// <summary>Sockets of which each port has no more open than the process has handles for: it closes a further one before it accepts the next.</summary>
/// <remarks>
/// Kestrel's own limit closes them meanwhile and lets accepting run ahead, which is enough to use up all handles. Then .NET can start no
/// thread and ends the process with "Out of memory.", or can't load an assembly, and remembers that for good.
/// </remarks>
internal sealed partial class BoundedTransport(
    SocketTransportFactory sockets, IOptions<GuardOptions> options, ILogger<BoundedTransport> logger) : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    private readonly long _most = MostOf(options.Value, logger);

    public bool CanBind(EndPoint endpoint) => sockets.CanBind(endpoint);

    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        new Listener(await sockets.BindAsync(endpoint, cancellationToken), _most);

    private static long MostOf(GuardOptions guard, ILogger logger)
    {
        if (HandleLimit.Read() is not { } handles)
        {
            return long.MaxValue;
        }

        var most = HandleLimit.ConnectionsWithin(handles);
        if (most < guard.MaxConnections)
        {
            Log.FewHandles(logger, handles, most, guard.MaxConnections);
        }

        return most;
    }

    private sealed class Listener(IConnectionListener sockets, long most) : IConnectionListener
    {
        private long _open;

        public EndPoint EndPoint => sockets.EndPoint;

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
        {
            while (await sockets.AcceptAsync(cancellationToken) is { } connection)
            {
                if (Interlocked.Read(ref _open) < most)
                {
                    Interlocked.Increment(ref _open);
                    return new Connection(connection, () => Interlocked.Decrement(ref _open));
                }

                connection.Abort(new ConnectionAbortedException("There are as many connections as the process has handles for."));
                await connection.DisposeAsync();
            }

            return null;
        }

        public ValueTask UnbindAsync(CancellationToken cancellationToken = default) => sockets.UnbindAsync(cancellationToken);

        public ValueTask DisposeAsync() => sockets.DisposeAsync();
    }

    /// <summary>Tells when its handle is free again.</summary>
    private sealed class Connection(ConnectionContext socket, Action closed) : ConnectionContext
    {
        public override string ConnectionId
        {
            get => socket.ConnectionId;
            set => socket.ConnectionId = value;
        }

        public override IFeatureCollection Features => socket.Features;

        public override IDictionary<object, object?> Items
        {
            get => socket.Items;
            set => socket.Items = value;
        }

        public override IDuplexPipe Transport
        {
            get => socket.Transport;
            set => socket.Transport = value;
        }

        public override EndPoint? LocalEndPoint
        {
            get => socket.LocalEndPoint;
            set => socket.LocalEndPoint = value;
        }

        public override EndPoint? RemoteEndPoint
        {
            get => socket.RemoteEndPoint;
            set => socket.RemoteEndPoint = value;
        }

        public override CancellationToken ConnectionClosed
        {
            get => socket.ConnectionClosed;
            set => socket.ConnectionClosed = value;
        }

        public override void Abort(ConnectionAbortedException abortReason) => socket.Abort(abortReason);

        public override void Abort() => socket.Abort();

        public override async ValueTask DisposeAsync()
        {
            try
            {
                await socket.DisposeAsync();
            }
            finally
            {
                closed();
                await base.DisposeAsync();
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            LogLevel.Warning,
            "The process may open {Handles} files (ulimit -n): {Connections} connections are taken at once, and not the {Configured} of Gateway:Guard:MaxConnections.")]
        public static partial void FewHandles(ILogger logger, long handles, long connections, int configured);
    }
}
