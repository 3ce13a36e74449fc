using Affluence.Gateway.RateLimit;
using BenchmarkDotNet.Attributes;

namespace Affluence.Microbenchmarks;

/// <summary>What the rate limit adds to one request, with as many clients as there were visitors that night.</summary>
[MemoryDiagnoser]
public class RateLimitBenchmarks
{
    private const int Clients = 200_000;

    private readonly ClientRates _rates = new(500, 100);
    private readonly NetworkAddress[] _clients = new NetworkAddress[Clients];
    private int _next;

    [GlobalSetup]
    public void Prepare()
    {
        var random = new Random(1);
        for (var client = 0; client < Clients; client++)
        {
            _clients[client] = NetworkAddress.FromIPv4((uint)random.NextInt64(uint.MaxValue));
        }
    }

    [Benchmark]
    public TimeSpan Take()
    {
        _next = _next + 1 < Clients ? _next + 1 : 0;
        return _rates.Take(_clients[_next], TimeSpan.FromSeconds(1));
    }
}
