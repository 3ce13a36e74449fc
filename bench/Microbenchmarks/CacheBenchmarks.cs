using System.IO.Pipelines;
using System.Net;
using Affluence.Gateway.Addresses;
using Affluence.Gateway.Cache;
using Affluence.Gateway.Cache.Fetching;
using Affluence.Gateway.Cache.Semantics;
using Affluence.Gateway.Cache.Storage;
using BenchmarkDotNet.Attributes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Affluence.Microbenchmarks;

/// <summary>What a hit costs in the cache: find the page of 10 KB, judge it, write its 12 fields and hand its body on.</summary>
[MemoryDiagnoser]
public class CacheBenchmarks
{
    private readonly HeaderDictionary _answer = [];
    private DefaultHttpContext _context = null!;
    private RequestDelegate _cache = null!;

    [Params("", "gzip, deflate, br, zstd")]
    public string AcceptEncoding { get; set; } = string.Empty;

    [GlobalSetup]
    public void Prepare()
    {
        var options = Options.Create(new CacheOptions());
        var store = new ResponseStore(options.Value);
        var clock = new CacheClock(TimeProvider.System);
        var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var site = new SiteCondition();
        var runner = new FlightRunner(store, site, options, clock, NullLogger<FlightRunner>.Instance);
        var origin = new OriginRequests(store, runner, site, services, options, clock);
        _cache = new ResponseCache(
            _ => throw new InvalidOperationException("The page is stored."),
            store,
            origin,
            // Asked when the site has to be.
            door: null!,
            new ClientAddressResolver([IPNetwork.Parse("127.0.0.0/8")], 5),
            options,
            clock,
            new CacheMetrics(services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>(), store)).InvokeAsync;

        _context = new DefaultHttpContext();
        _context.Features.Set<IHttpRequestFeature>(new HttpRequestFeature { Method = "GET", RawTarget = "/en/permanent-residence", Scheme = "http", Path = "/en/permanent-residence" });
        _context.Features.Set<IHttpResponseFeature>(new HttpResponseFeature { Headers = _answer });
        _context.Features.Set<IHttpResponseBodyFeature>(new Nowhere());
        _context.Request.Headers.Host = "www.example.org";
        _context.Request.Headers.AcceptEncoding = AcceptEncoding;
        _context.Connection.RemoteIpAddress = IPAddress.Loopback;

        IHeaderDictionary fields = new HeaderDictionary
        {
            ["Content-Type"] = "text/html; charset=utf-8",
            ["Content-Language"] = "en",
            ["Cache-Control"] = "public, max-age=31536000",
            ["ETag"] = "\"0123456789abcdef\"",
            ["Content-Security-Policy"] = "default-src 'self'",
            ["X-Content-Type-Options"] = "nosniff",
            ["Referrer-Policy"] = "same-origin",
        };
        if (AcceptEncoding.Length > 0)
        {
            fields.Vary = "Accept-Encoding";
        }

        var facts = new ResponseFacts(200, fields, clock.Date, clock.Date);
        store.Store(new CacheKey(false, "www.example.org", "/en/permanent-residence"), new StoredResponse
        {
            Status = 200,
            Fields = StoredFields.Of(facts),
            Body = new byte[10_240],
            Variant = Variant.Of(fields.Vary, _context.Request.Headers)!,
            Freshness = Freshness.Of(facts, default),
            Validators = facts.Validators,
            StoredAt = clock.Now,
            ReceivedAt = clock.Date,
        });
    }

    [Benchmark]
    public Task Hit()
    {
        _answer.Clear();
        return _cache(_context);
    }

    /// <summary>Takes memory without looking at it, as a connection that is fast enough.</summary>
    private sealed class Nowhere : PipeWriter, IHttpResponseBodyFeature
    {
        private readonly byte[] _buffer = new byte[16];

        public Stream Stream => Stream.Null;

        public PipeWriter Writer => this;

        public override void Advance(int bytes)
        {
        }

        public override Memory<byte> GetMemory(int sizeHint = 0) => _buffer;

        public override Span<byte> GetSpan(int sizeHint = 0) => _buffer;

        public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default) => default;

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => default;

        public override void CancelPendingFlush()
        {
        }

        public override void Complete(Exception? exception = null)
        {
        }

        public void DisableBuffering()
        {
        }

        public Task StartAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

        public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) => Task.CompletedTask;

        public Task CompleteAsync() => Task.CompletedTask;
    }
}
