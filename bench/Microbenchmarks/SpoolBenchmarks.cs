using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using Affluence.Gateway.Capture;
using Affluence.Gateway.Delivery;
using Affluence.Gateway.Spool;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Affluence.Microbenchmarks;

/// <summary>
/// One flush through the outbox: written down, taken to be sent, acknowledged. The acknowledgement is written down with the next.
/// </summary>
[MemoryDiagnoser]
public class SpoolBenchmarks : IDisposable
{
    /// <summary>A flush interval of 200 ms at 10,000 requests/s, each by another visitor.</summary>
    private const int Visitors = 2_000;

    private const int FlushesPerBucket = 50;

    private readonly string _directory = Directory.CreateTempSubdirectory("affluence-bench-").FullName;
    private ServiceProvider _services = null!;
    private DeliveryLedger _ledger = null!;
    private Outbox _outbox = null!;
    private Random _random = null!;
    private int _flushes;

    [Params(true, false)]
    public bool OnDisk { get; set; }

    [GlobalSetup]
    [SuppressMessage("Security", "CA5394:Do not use insecure randomness", Justification = "A benchmark repeats itself.")]
    public void Prepare()
    {
        // Room for some 2 minutes of it, so that what was acknowledged is deleted again, as in operation.
        var options = Options.Create(new SpoolOptions { Directory = OnDisk ? _directory : string.Empty, MaxBytes = 12 << 20, MaxMemoryBytes = 12 << 20 });
        _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        _ledger = new DeliveryLedger(TimeProvider.System);
        var metrics = new SpoolMetrics(_services.GetRequiredService<IMeterFactory>());
        var keeper = new SpoolKeeper(
            options, new HostingEnvironment { ContentRootPath = "/" }, _ledger, metrics, TimeProvider.System, NullLogger<SpoolKeeper>.Instance);
        _outbox = new Outbox(keeper, _ledger, metrics, options, TimeProvider.System, NullLogger<Outbox>.Instance);
        _random = new Random(20161108);
    }

    [GlobalCleanup]
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _outbox.Dispose();
        _services.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Benchmark]
    public void Flush()
    {
        _outbox.Put([NextBatch()], Visitors, []);
        var taken = _outbox.TryTake()!;
        _outbox.StoreIs("store");
        _outbox.Acknowledge(taken, "store");
    }

    [SuppressMessage("Security", "CA5394:Do not use insecure randomness", Justification = "A benchmark repeats itself.")]
    private Batch NextBatch()
    {
        var now = TimeProvider.System.GetUtcNow();
        var bucket = Bucket.FromNumber(Bucket.Of(now).Number - 5_000 + (_flushes++ / FlushesPerBucket));
        var batch = new Batch(new BatchKey("writer", bucket, 1), default);
        for (var visitor = 0; visitor < Visitors; visitor++)
        {
            var country = CountryCode.FromIndex(_random.Next(CountryCode.Count));
            batch.AddVisitor(country, (ulong)_random.NextInt64(), HitOutcome.Served);
            batch.CountHit();
            batch.SetTotals(country, Totals.Of(_flushes, 0, _flushes, new Dictionary<HitOutcome, long> { [HitOutcome.Served] = _flushes }));
        }

        return batch;
    }
}
