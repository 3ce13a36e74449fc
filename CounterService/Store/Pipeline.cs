using System.Diagnostics;
using System.Net;
using StackExchange.Redis;

namespace Affluence.Counter.Store;

/// <summary>
/// Commands that are sent together, in order, and answered together. Not a transaction: others' commands may come in between, and a
/// connection that breaks may have carried out a part.
/// </summary>
internal sealed class Pipeline(IDatabase database, EndPoint? server, TimeSpan timeout)
{
    private static readonly ActivitySource Source = new("Affluence.Counter");

    private readonly IBatch _batch = database.CreateBatch();
    private readonly List<Task> _commands = [];

    /// <summary>
    /// Adds a command. One that reads is given <see cref="CommandFlags.DemandMaster"/>: by default a replica would answer it while its primary
    /// is away, and a replica that is behind counts too little without saying so.
    /// </summary>
    public Task<T> Add<T>(Func<IDatabaseAsync, Task<T>> command)
    {
        var task = command(_batch);
        _commands.Add(task);
        return task;
    }

    /// <summary>Sends the commands; when this returns, all their tasks have succeeded.</summary>
    /// <remarks>
    /// The deadline is ours and in real time, whatever clock the service runs on: StackExchange.Redis looks after its own time-outs
    /// only once a second.
    /// </remarks>
    /// <exception cref="StoreException">The store failed; part of the commands may have been carried out.</exception>
    public async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        if (_commands.Count == 0)
        {
            return;
        }

        using var activity = StartActivity();
        try
        {
            _batch.Execute();
            await Task.WhenAll(_commands).WaitAsync(timeout, cancellationToken);
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            var failure = StoreException.From(exception);
            activity?.SetTag("error.type", failure.ErrorType).SetStatus(ActivityStatusCode.Error, failure.Message);
            throw failure;
        }
    }

    /// <summary>One span for all of them, by the OpenTelemetry conventions for database client calls.</summary>
    private Activity? StartActivity()
    {
        var activity = Source.StartActivity("PIPELINE", ActivityKind.Client);
        if (activity is not { IsAllDataRequested: true })
        {
            return activity;
        }

        activity.SetTag("db.system.name", "redis");
        activity.SetTag("db.operation.name", "PIPELINE");
        activity.SetTag("db.operation.batch.size", _commands.Count);
        var (address, port) = server switch
        {
            DnsEndPoint dns => (dns.Host, dns.Port),
            IPEndPoint ip => (ip.Address.ToString(), ip.Port),
            _ => (null, 0),
        };
        if (address is not null)
        {
            activity.SetTag("server.address", address);
            activity.SetTag("server.port", port);
        }

        return activity;
    }
}
