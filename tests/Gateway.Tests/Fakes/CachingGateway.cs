using System.Collections.Concurrent;
using Affluence.Gateway.Cache;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Affluence.Gateway.Tests.Fakes;

/// <summary>A gateway whose cache has a clock that the test moves, before a site that notes what it was asked.</summary>
internal sealed class CachingGateway : IAsyncDisposable
{
    private readonly ConcurrentQueue<Dictionary<string, string>> _asked = new();
    private readonly PendingRequests _pending;
    private int _number;

    private CachingGateway(TestGateway gateway, FakeTimeProvider clock, PendingRequests pending)
    {
        _pending = pending;
        Gateway = gateway;
        Clock = clock;
        gateway.Site = AnswerAsync;
    }

    public TestGateway Gateway { get; }

    public FakeTimeProvider Clock { get; }

    /// <summary>Requests that the gateway has begun and not ended.</summary>
    public int PendingVisits => _pending.Count;

    /// <summary>The header fields of each request that the site got, in order.</summary>
    public IReadOnlyList<Dictionary<string, string>> Asked => [.. _asked];

    /// <summary>What the site answers; the number of the request, from 1, is in the body unless it writes another.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = _ => Task.CompletedTask;

    public static Task<CachingGateway> StartAsync(params (string Key, string Value)[] settings) => StartAsync(_ => { }, settings);

    public static async Task<CachingGateway> StartAsync(Action<TestGateway> prepare, params (string Key, string Value)[] settings)
    {
        // A whole second, as the site's date is.
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 30, 12, 0, 0, TimeSpan.Zero));
        var pending = new PendingRequests();
        var gateway = await TestGateway.StartAsync(
            test =>
            {
                test.Extend = builder => builder.Services.AddSingleton(new CacheClock(clock)).AddSingleton<IStartupFilter>(pending);
                prepare(test);
            },
            // What the cache asks at once is its own affair here, and not the limit's.
            [("Gateway:OriginLimit:Enabled", "false"), ("Gateway:Guard:Methods:0", "GET"), ("Gateway:Guard:Methods:1", "HEAD"), ("Gateway:Guard:Methods:2", "POST"), ("Gateway:Guard:Methods:3", "DELETE"), .. settings]);
        return new CachingGateway(gateway, clock, pending);
    }

    /// <summary>Fields that the site puts into each answer from now on.</summary>
    public void AnswerWith(params (string Name, string Value)[] fields) => Answer = context =>
    {
        foreach (var (name, value) in fields)
        {
            context.Response.Headers.Append(name, value);
        }

        return Task.CompletedTask;
    };

    public Task<CacheReply> GetAsync(string target = "/en", params (string Name, string Value)[] fields) => SendAsync(HttpMethod.Get, target, fields);

    public async Task<CacheReply> SendAsync(HttpMethod method, string target, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(method, target);
        foreach (var (name, value) in fields)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await Gateway.Client.SendAsync(request);
        return new CacheReply(
            (int)response.StatusCode,
            await response.Content.ReadAsStringAsync(),
            response.Headers.Concat(response.Content.Headers).ToDictionary(field => field.Key, field => string.Join(", ", field.Value), StringComparer.OrdinalIgnoreCase));
    }

    public ValueTask DisposeAsync() => Gateway.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var number = Interlocked.Increment(ref _number);
        _asked.Enqueue(context.Request.Headers.ToDictionary(field => field.Key, field => field.Value.ToString(), StringComparer.OrdinalIgnoreCase));
        context.Response.Headers.Date = Clock.GetUtcNow().ToString("r");
        await Answer(context);
        if (!context.Response.HasStarted && context.Response.StatusCode is not (204 or 304) && !HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.WriteAsync($"answer {number}");
        }
    }
}

/// <summary>Stands before the whole pipeline and counts who is in it.</summary>
internal sealed class PendingRequests : IStartupFilter
{
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(async (context, rest) =>
        {
            Interlocked.Increment(ref _count);
            try
            {
                await rest(context);
            }
            finally
            {
                Interlocked.Decrement(ref _count);
            }
        });
        next(app);
    };
}

/// <summary>What a visitor got.</summary>
internal sealed record CacheReply(int Status, string Body, IReadOnlyDictionary<string, string> Fields)
{
    public string CacheStatus => Fields.GetValueOrDefault("Cache-Status", string.Empty);

    public string? Field(string name) => Fields.GetValueOrDefault(name);
}
