using System.Net;
using Affluence.Gateway.Addresses;
using Affluence.Gateway.Capture;
using Affluence.Gateway.Privacy;
using BenchmarkDotNet.Attributes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Affluence.Microbenchmarks;

/// <summary>What capture adds to one request: classify it, resolve the client, put a hit into the queue (and take it out again).</summary>
[MemoryDiagnoser]
public class CaptureBenchmarks
{
    private readonly DefaultHttpContext _context = new();
    private readonly List<Hit> _taken = new(1);
    private RequestDelegate _capture = null!;
    private RequestDelegate _bare = null!;
    private HitQueue _queue = null!;

    [Params(false, true)]
    public bool BehindProxy { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        _context.Request.Method = "GET";
        _context.Request.Path = "/en/permanent-residence";
        _context.Request.Headers.UserAgent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36";
        _context.Request.Headers.Accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
        _context.Request.Headers["Sec-Fetch-Mode"] = "navigate";
        _context.Request.Headers["Sec-Fetch-Dest"] = "document";
        _context.Request.Headers["X-Forwarded-For"] = BehindProxy ? "198.51.100.7" : default;
        _context.Connection.RemoteIpAddress = IPAddress.Loopback;
        _context.Response.ContentType = "text/html; charset=utf-8";

        _queue = new HitQueue(Options.Create(new CaptureOptions()), new DeliveryLedger(TimeProvider.System));
        var addresses = new ClientAddressResolver([IPNetwork.Parse("127.0.0.0/8")], 5);
        var proxies = new ProxyWatch(
            addresses, new AddressConcentration(), Options.Create(new TrustedProxyOptions()), TimeProvider.System, NullLogger<ProxyWatch>.Instance);
        _bare = async _ => await Task.CompletedTask;
        var wishes = new VisitorWishes(Options.Create(new PrivacyOptions()));
        _capture = new HitCapture(_bare, _queue, new RequestClassifier(["/health"]), addresses, wishes, proxies, TimeProvider.System).InvokeAsync;
    }

    [Benchmark(Baseline = true)]
    public Task Bare() => _bare(_context);

    [Benchmark]
    public async Task<int> Capture()
    {
        await _capture(_context);
        _taken.Clear();
        _queue.TakeInto(_taken, 1);
        return _taken.Count;
    }
}
