using System.Diagnostics.CodeAnalysis;
using Affluence.Gateway.Delivery;
using Affluence.Gateway.Identity;
using BenchmarkDotNet.Attributes;

namespace Affluence.Microbenchmarks;

/// <summary>What delivery does with one located hit: make the pseudonym, sort it into its bucket, take the batches of a flush.</summary>
[MemoryDiagnoser]
public class AggregationBenchmarks
{
    /// <summary>A flush interval of 200 ms at 20,000 requests/s.</summary>
    private const int Hits = 4_000;

    private static readonly DateTimeOffset Start = new(2016, 11, 9, 4, 0, 0, TimeSpan.Zero);

    private readonly Hit[] _hits = new Hit[Hits];
    private readonly CountryCode[] _countries = new CountryCode[Hits];
    private readonly IdentityRing _ring = new();
    private readonly VisitorHasher _hasher = new("site");

    [Params(1, 2)]
    public int Identities { get; set; }

    [GlobalSetup]
    [SuppressMessage("Security", "CA5394:Do not use insecure randomness", Justification = "A benchmark repeats itself.")]
    public void Prepare()
    {
        var random = new Random(20161108);
        for (var index = 0; index < Hits; index++)
        {
            _hits[index] = new Hit(
                Bucket.Of(Start), HitKind.PageView, HitOutcome.Served, NetworkAddress.FromIPv4((uint)random.Next()),
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36", default);
            _countries[index] = CountryCode.FromIndex(random.Next(CountryCode.Count));
        }

        _ring.Update(
            Enumerable.Range(0, Identities).Select(epoch => new VisitorIdentity((uint)epoch, new byte[32], Start.AddDays(-1), Start.AddDays(1))),
            Start.AddDays(-2));
    }

    [Benchmark(OperationsPerInvoke = Hits)]
    public int Flush()
    {
        var aggregator = new HitAggregator("writer", _ring, _hasher, visitorsPerNetwork: 1_000);
        for (var index = 0; index < Hits; index++)
        {
            aggregator.Add(_hits[index], _countries[index], default);
        }

        return aggregator.TakeBatches(Start).Sum(batch => RecordRequests.From(batch).Sum(request => request.CalculateSize()));
    }
}
