using System.Diagnostics;
using System.Net;
using StackExchange.Redis;

namespace Affluence.Counter.Store;

/// <summary>
/// Commands that are sent together, in order, and answered together. Not a transaction: others' commands may come in between, and a
/// connection that breaks may have carried out a part.
/// </summary>
/// <remarks>
/// Many are sent in portions, each once the one before is answered: a store does one thing at a time, and half an hour of a night, of which
/// it counts 60,000 sketches, must not keep a live window or a record waiting for all of that.
/// </remarks>
internal sealed class Pipeline(IDatabase database, EndPoint? server, TimeSpan timeout)
{
    private static readonly ActivitySource Source = new("Affluence.Counter");

    // Some ten milliseconds of work when each is a union of half an hour; so many that the way there and back does not count.
    private const int Portion = 256;

    private readonly List<(IBatch Batch, List<Task> Commands)> _portions = [];

    /// <summary>
    /// Adds a command. One that reads is given <see cref="CommandFlags.DemandMaster"/>: by default a replica would answer it while its primary
    /// is away, and a replica that is behind counts too little without saying so.
    /// </summary>
    public Task<T> Add<T>(Func<IDatabaseAsync, Task<T>> command)
    {
        if (_portions is [] or [.., { Commands.Count: Portion }])
        {
            _portions.Add((database.CreateBatch(), []));
        }

        var (batch, commands) = _portions[^1];
        var task = command(batch);
        commands.Add(task);
        return task;
    }

    /// <summary>Sends the commands; when this returns, all their tasks have succeeded.</summary>
    /// <remarks>
    /// Each portion has the whole of the time. The deadline is ours and in real time, whatever clock the service runs on: StackExchange.Redis looks after its own time-outs
    /// only once a second.
    /// </remarks>
    /// <exception cref="StoreException">The store failed; part of the commands may have been carried out.</exception>
    public async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        if (_portions.Count == 0)
        {
            return;
        }

        using var activity = StartActivity();
        try
        {
            foreach (var (batch, commands) in _portions)
            {
                batch.Execute();
                await Task.WhenAll(commands).WaitAsync(timeout, cancellationToken);
            }
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
        activity.SetTag("db.operation.batch.size", _portions.Sum(portion => portion.Commands.Count));
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
