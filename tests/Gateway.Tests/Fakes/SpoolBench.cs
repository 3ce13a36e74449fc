using System.Diagnostics.Metrics;
using Affluence.Gateway.Capture;
using Affluence.Gateway.Delivery;
using Affluence.Gateway.Spool;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Affluence.Gateway.Tests.Fakes;

/// <summary>An outbox with a spool on a real disk and a clock that stands still, and none of the gateway around it.</summary>
internal sealed class SpoolBench : IDisposable
{
    private readonly ServiceProvider _services;
    private readonly SpoolOptions _options;

    public SpoolBench(string directory, FakeTimeProvider? time = null, Action<SpoolOptions>? configure = null)
    {
        _options = new SpoolOptions { Directory = directory };
        configure?.Invoke(_options);
        Time = time ?? new FakeTimeProvider(Start);
        _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        Ledger = new DeliveryLedger(Time);
        var metrics = new SpoolMetrics(_services.GetRequiredService<IMeterFactory>());
        Keeper = new SpoolKeeper(
            Options.Create(_options), new HostingEnvironment { ContentRootPath = "/" }, Ledger, metrics, Time, NullLogger<SpoolKeeper>.Instance);
        Outbox = new Outbox(Keeper, Ledger, metrics, Options.Create(_options), Time, NullLogger<Outbox>.Instance);
    }

    public static DateTimeOffset Start { get; } = new(2016, 11, 9, 4, 0, 0, TimeSpan.Zero);

    public FakeTimeProvider Time { get; }

    public DeliveryLedger Ledger { get; }

    public SpoolKeeper Keeper { get; }

    public Outbox Outbox { get; }

    public DeliveryBalance Balance => Ledger.Read();

    public OutboxStatus Status => Outbox.Status;

    public static BatchKey Key(int bucket, uint epoch = 1, string writer = "writer") => new(writer, Bucket.Of(Start.AddSeconds(bucket * Bucket.Seconds)), epoch);

    /// <summary>A batch of as many served page views, each by another visitor.</summary>
    public static Batch BatchOf(int bucket, int visitors, ulong first = 0, long? totalSoFar = null, uint epoch = 1, string writer = "writer")
    {
        var batch = new Batch(Key(bucket, epoch, writer), default);
        var total = totalSoFar ?? visitors;
        for (var visitor = 0; visitor < visitors; visitor++)
        {
            batch.AddVisitor(CountryCode.Unknown, first + (ulong)visitor, HitOutcome.Served);
            batch.CountHit();
        }

        batch.SetTotals(CountryCode.Unknown, Totals.Of(total, 0, total, new Dictionary<HitOutcome, long> { [HitOutcome.Served] = total }));
        return batch;
    }

    /// <summary>What a flush does: its hits were seen and taken from the queue before.</summary>
    public void Flush(params ReadOnlySpan<Batch> batches)
    {
        var sorted = 0L;
        foreach (var batch in batches)
        {
            for (var hit = 0L; hit < batch.Hits; hit++, sorted++)
            {
                Ledger.Seen();
            }
        }

        Ledger.Move(HitStage.Queued, HitStage.Waiting, sorted);
        Outbox.Put(batches.ToArray(), sorted, []);
        Assert.Equal(0, Balance.Unaccounted);
    }

    /// <summary>Ends as kill -9 would: nothing is written any more.</summary>
    public void Kill() => Outbox.Dispose();

    public void Dispose()
    {
        Outbox.Dispose();
        _services.Dispose();
    }
}
