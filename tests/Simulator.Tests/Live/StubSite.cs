using System.Collections.Concurrent;
using System.Net;
using Affluence.CountryFiles;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Affluence.Simulator.Tests.Live;

/// <summary>A gateway and a report on loopback: counts who asks for pages exactly by address and user agent, and reports what it counted, or <c>Factor</c> of it.</summary>
internal sealed class StubSite : IAsyncDisposable
{
    private static readonly CountryDataset Dataset = CountryFile.Load(CountryFile.BundledPath);

    private readonly ConcurrentDictionary<(string Address, string UserAgent), CountryCode> _visitors = new();
    private readonly ConcurrentDictionary<string, int> _paths = new();
    private readonly WebApplication _app;

    private StubSite(double factor, int status)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Urls.Add("http://127.0.0.1:0");
        _app.MapGet("/api/v1/snapshots/current", (HttpContext context) =>
            ReportToken is null || context.Request.Headers.Authorization == $"Bearer {ReportToken}" ? Results.Json(Snapshot(factor)) : Results.Unauthorized());
        _app.MapFallback("{*path}", context =>
        {
            Count(context.Request);
            context.Response.StatusCode = status;
            return context.Response.WriteAsync("<!doctype html>", context.RequestAborted);
        });
    }

    public string Address => _app.Urls.Single();

    /// <summary>What the report asks for; null asks for nothing.</summary>
    public string? ReportToken { get; set; }

    public int Visitors => _visitors.Count;

    public IReadOnlyCollection<string> Paths => [.. _paths.Keys];

    public static async Task<StubSite> StartAsync(double factor = 1, int status = StatusCodes.Status200OK)
    {
        var site = new StubSite(factor, status);
        await site._app.StartAsync(TestContext.Current.CancellationToken);
        return site;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private void Count(HttpRequest request)
    {
        _paths[request.Path.Value!] = 1;
        if (request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal))
        {
            var address = request.Headers["X-Forwarded-For"].ToString();
            _visitors[(address, request.Headers.UserAgent.ToString())] = Dataset.Find(NetworkAddress.From(IPAddress.Parse(address)));
        }
    }

    private object Snapshot(double factor)
    {
        var visitors = _visitors.Values.ToList();
        return new
        {
            // Ahead of time, so that the test need not wait for the end of a bucket.
            At = TimeProvider.System.GetUtcNow().AddMinutes(1),
            Visitors = (int)(visitors.Count * factor),
            Countries = visitors.CountBy(country => country).Select(count => new
            {
                Code = count.Key.ToString(),
                Share = (double)count.Value / visitors.Count,
            }),
        };
    }
}
